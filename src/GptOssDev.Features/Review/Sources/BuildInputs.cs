using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Review.Sources;

/// <summary>Knows the files beside C# that decide what a snapshot's projects compile.</summary>
internal sealed class BuildInputs(CodeSnapshot code)
{
    private static readonly string[] _extensions = [".props", ".targets", ".globalconfig", ".editorconfig", ".ruleset"];
    private static readonly string[] _names = ["global.json", "nuget.config", "packages.lock.json"];

    private readonly HashSet<string> _projects = code.State.Projects.Select(p => p.Path).ToHashSet(PathNames.Comparer);

    private readonly List<string> _folders =
    [
        .. code.State.Projects.Select(p => Path.GetDirectoryName(p.Path)).OfType<string>().Distinct(PathNames.Comparer),
    ];

    /// <summary>Patterns for git that all such files fit.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    ["*.csproj", .. _extensions.Select(e => "*" + e), .. _names.Select(n => ":(icase,glob)**/" + n)];

    /// <param name="path">Absolute, as the snapshot has it.</param>
    public bool Have(string path)
    {
        if (_projects.Contains(path))
        {
            return true;
        }
        var isInput =
            _extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            || _names.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase);
        return isInput
            && Path.GetDirectoryName(path) is { } folder
            && _folders.Exists(project => PathNames.IsUnder(folder, project) || PathNames.IsUnder(project, folder));
    }
}
