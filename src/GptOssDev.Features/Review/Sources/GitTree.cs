using GptOssDev.Changes.Git;

namespace GptOssDev.Features.Review.Sources;

/// <summary>Where a path leads in a tree.</summary>
internal enum TreePathKind
{
    /// <summary>The tree has nothing there.</summary>
    Nowhere,
    File,
    Submodule,

    /// <summary>A link leads out of the repository.</summary>
    Outside,
}

/// <summary>The paths of the index or of a revision, with its symbolic links followed inside the tree. Immutable.</summary>
internal sealed class GitTree
{
    private const int MaxLinks = 40;
    private readonly Dictionary<string, GitEntry> _entries = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _links;

    /// <param name="links">Where the links lead, by the names of their objects.</param>
    public GitTree(IReadOnlyList<GitEntry> entries, IReadOnlyDictionary<string, string> links)
    {
        _links = links;
        // Of a path in conflict the own side stands for all.
        foreach (var entry in entries.OrderBy(e => e.Stage is 1 ? 4 : e.Stage))
        {
            _entries.TryAdd(entry.Path, entry);
        }
        Unmerged = [.. entries.Where(e => e.Stage > 0).Select(e => e.Path).Distinct(StringComparer.Ordinal)];
    }

    public IEnumerable<GitEntry> Entries => _entries.Values;

    /// <summary>Paths with a merge conflict.</summary>
    public IReadOnlyList<string> Unmerged { get; }

    /// <summary>Follows a path; the entry is that of a <see cref="TreePathKind.File"/>.</summary>
    public (TreePathKind Place, GitEntry? Entry) Find(string path)
    {
        for (var left = MaxLinks; left > 0; left--)
        {
            if (_entries.TryGetValue(path, out var entry) && entry.Mode.IsFile())
            {
                return (TreePathKind.File, entry);
            }
            var (above, rest) = Deepest(path);
            if (above?.Mode != GitMode.SymbolicLink)
            {
                return (above?.Mode == GitMode.Submodule ? TreePathKind.Submodule : TreePathKind.Nowhere, null);
            }
            if (_links.GetValueOrDefault(above.Id) is not { Length: > 0 } target)
            {
                return (TreePathKind.Nowhere, null);
            }
            if (Follow(above.Path, target, rest) is not { } followed)
            {
                return (TreePathKind.Outside, null);
            }
            path = followed;
        }
        return (TreePathKind.Nowhere, null);
    }

    /// <summary>Where the link at a path leads, as it is written.</summary>
    public string TargetOf(GitEntry link) => _links.GetValueOrDefault(link.Id) ?? "";

    /// <summary>The entry of the path or of a folder above it, and the part of the path below it.</summary>
    private (GitEntry? Entry, string Below) Deepest(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (_entries.TryGetValue(path[..end], out var entry))
            {
                return (entry, path[end..]);
            }
        }
        return (null, "");
    }

    /// <summary>Null when the target lies outside the repository.</summary>
    private static string? Follow(string link, string target, string rest)
    {
        if (target.StartsWith('/'))
        {
            return null;
        }
        var segments = new List<string>(link.Split('/')[..^1]);
        foreach (var segment in (target + rest).Split('/').Where(s => s.Length > 0 && s != "."))
        {
            if (segment != "..")
            {
                segments.Add(segment);
            }
            else if (segments.Count == 0)
            {
                return null;
            }
            else
            {
                segments.RemoveAt(segments.Count - 1);
            }
        }
        return string.Join('/', segments);
    }
}
