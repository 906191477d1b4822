using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Review.Sources;

/// <summary>
/// Translates between the paths of a snapshot and those of a repository. The two may differ: a workspace can be opened through a
/// symbolic link, and git resolves all of them.
/// </summary>
internal sealed class TreePaths
{
    private readonly RealPaths _real = new();
    private readonly Dictionary<string, string?> _folders = new(PathNames.Comparer);
    private readonly string _repository;

    /// <param name="repository">The repository's top folder, absolute, without links.</param>
    public TreePaths(CodeSnapshot code, string repository)
    {
        _repository = _real.Of(repository);
        Root = Ancestors(code.State.Root).FirstOrDefault(folder => OfFolder(folder) is "") ?? _repository;
    }

    /// <summary>The repository's top folder as the snapshot's paths have it.</summary>
    public string Root { get; }

    /// <summary>A document's path in the repository; null for one outside.</summary>
    public string? Of(string document) =>
        Path.GetDirectoryName(document) is { } folder && OfFolder(folder) is { } within
            ? Join(within, Path.GetFileName(document))
            : null;

    /// <summary>Where a path of the repository lies in the snapshot.</summary>
    public string Full(string path) => Path.GetFullPath(path, Root);

    // A link inside the repository is a path of it; only links above it are resolved.
    private string? OfFolder(string folder)
    {
        if (!_folders.TryGetValue(folder, out var known))
        {
            var real = _real.Of(folder);
            known =
                real.Equals(_repository, PathNames.Comparison) ? ""
                : Path.GetDirectoryName(folder) is { } parent && OfFolder(parent) is { } above
                    ? Join(above, Path.GetFileName(folder))
                : PathNames.IsUnder(_repository, real) ? Path.GetRelativePath(_repository, real).Replace('\\', '/')
                : null;
            _folders[folder] = known;
        }
        return known;
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var level = folder; level is not null; level = Path.GetDirectoryName(level))
        {
            yield return level;
        }
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
