using System.Globalization;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Input;

/// <summary>Reads the variables that git sets for its hooks to say what a commit is made from.</summary>
internal static class GitVariables
{
    private const int MaxSettings = 100;

    private static readonly string[] _names =
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_COMMON_DIR",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CEILING_DIRECTORIES",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_COUNT",
        "GIT_SHALLOW_FILE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_REPLACE_REF_BASE",
    ];

    public static GitSurroundings Read(CliContext context)
    {
        var variables = new Dictionary<string, string>();
        foreach (var name in _names.Concat(Settings(context.Environment("GIT_CONFIG_COUNT"))))
        {
            if (context.Environment(name) is { } value)
            {
                variables[name] = value;
            }
        }
        return new GitSurroundings(context.WorkingDirectory, variables);
    }

    private static IEnumerable<string> Settings(string? count) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Enumerable
                .Range(0, Math.Min(number, MaxSettings))
                .SelectMany(i => new[] { $"GIT_CONFIG_KEY_{i}", $"GIT_CONFIG_VALUE_{i}" })
            : [];
}
