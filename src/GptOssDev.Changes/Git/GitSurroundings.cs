namespace GptOssDev.Changes.Git;

/// <summary>
/// Where a client runs and which variables of git it was started with: git sets them for its hooks to name the index, work tree and
/// objects a commit is made from.
/// </summary>
/// <param name="Folder">The client's working folder, absolute.</param>
/// <param name="Variables">Only those of <see cref="IsKnown"/> count.</param>
public sealed record GitSurroundings(string Folder, IReadOnlyDictionary<string, string> Variables)
{
    private static readonly HashSet<string> _places =
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_COMMON_DIR",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    ];

    private static readonly HashSet<string> _settings =
    [
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

    /// <summary>True for a variable that changes what git reads.</summary>
    public static bool IsKnown(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _places.Contains(name) || IsSetting(name);
    }

    /// <summary>True when a variable names a repository, an index or objects.</summary>
    internal bool NamesPlaces => Variables.Keys.Any(_places.Contains);

    /// <summary>True for a variable that holds settings and so counts in every repository.</summary>
    internal static bool IsSetting(string name) =>
        _settings.Contains(name)
        || name.StartsWith("GIT_CONFIG_KEY_", StringComparison.Ordinal)
        || name.StartsWith("GIT_CONFIG_VALUE_", StringComparison.Ordinal);
}
