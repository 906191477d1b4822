using GptOssDev.Contracts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Server.Rpc;

/// <summary>The folders that an editor's window has open, and what its user said about trust. Immutable. Bounded in number.</summary>
/// <param name="Roots">Absolute paths.</param>
/// <param name="Trusted">Null when the editor said nothing: then the user's own list of trusted folders counts.</param>
internal sealed record SessionFolders(IReadOnlyList<string> Roots, bool? Trusted)
{
    private const int MaxFolders = 200;

    public static SessionFolders None { get; } = new([], null);

    /// <summary>With folders added at the end, each once, and others taken out.</summary>
    public SessionFolders Changed(IEnumerable<string> added, IEnumerable<string> removed) =>
        this with
        {
            Roots =
            [
                .. Roots
                    .Except(removed, PathNames.Comparer)
                    .Concat(added)
                    .Distinct(PathNames.Comparer)
                    .Take(MaxFolders),
            ],
        };

    /// <summary>
    /// The workspace that a file belongs to: the innermost folder around it. A file outside all folders is in none and not
    /// trusted, unless the window has no folder at all. Without a file it is the first folder.
    /// </summary>
    /// <param name="isTrusted">What the user's own list says of a folder.</param>
    public WorkspaceScope ScopeOf(string? path, Func<string, bool> isTrusted)
    {
        var root = path is null
            ? (Roots.Count > 0 ? Roots[0] : null)
            : Roots.Where(folder => PathNames.IsUnder(folder, path)).MaxBy(folder => folder.Length);
        return root is null
            ? new WorkspaceScope(null, Roots.Count == 0 && Trusted == true)
            : new WorkspaceScope(root, Trusted ?? isTrusted(root));
    }
}
