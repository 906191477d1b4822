using GptOssDev.Changes.Git;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Review.Sources;

/// <summary>
/// A snapshot of the disk with the texts of the index or of a revision in it: the commit is compiled, not what lies around it. Changed
/// files get the tree's text, files that the tree does not have are left out, those that the disk does not have are added.
/// </summary>
/// <param name="Documents">Where the snapshot has the tree's files, by their paths in the tree.</param>
/// <param name="Ignored">Documents that the tree lacks because git ignores them; they are still in the snapshot.</param>
/// <param name="Gaps">What the snapshot cannot show as the tree has it.</param>
internal sealed record TreeSnapshot(
    CodeSnapshot Code,
    GitTree Tree,
    ILookup<string, string> Documents,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<SkippedFile> Gaps
)
{
    /// <param name="revision">Empty for the index.</param>
    /// <exception cref="FeatureException">Git has no answer.</exception>
    public static async Task<TreeSnapshot> OfAsync(
        CodeSnapshot code,
        GitRepository repository,
        TreePaths paths,
        string revision,
        CancellationToken cancellationToken
    )
    {
        var tree = await TreeAsync(repository, revision, cancellationToken);
        var toDisk = revision.Length == 0 ? DiffScope.Unstaged : DiffScope.Between(revision);
        var differing = GitFailures.Value(await repository.ChangesAsync(toDisk, findRenames: false, cancellationToken));
        var placed = Place(code, paths, tree, OnlyOnDisk(differing));
        var ignored = GitFailures
            .Value(await repository.IgnoredAsync([.. placed.Absent.Select(a => a.Path)], cancellationToken))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (document, path) in placed.Absent.Where(a => !ignored.Contains(a.Path)))
        {
            code = code.Without(document);
        }
        var overlaid = new Overlay(code, paths, tree, placed.Documents);
        overlaid.Choose(differing);
        await overlaid.SetAsync(repository, cancellationToken);
        var untracked = GitFailures.Value(await repository.UntrackedAsync(BuildInputs.Patterns, cancellationToken));
        overlaid.NameInputs(differing.Select(d => d.OldPath).Concat(untracked), Name(revision));
        return new TreeSnapshot(
            overlaid.Code,
            tree,
            overlaid.Documents.ToLookup(d => d.Path, d => d.Document, StringComparer.Ordinal),
            [.. placed.Absent.Where(a => ignored.Contains(a.Path)).Select(a => a.Document)],
            overlaid.Gaps
        );
    }

    /// <exception cref="FeatureException">Git has no answer.</exception>
    public static async Task<GitTree> TreeAsync(
        GitRepository repository,
        string revision,
        CancellationToken cancellationToken
    )
    {
        var entries = GitFailures.Value(await repository.ListAsync(revision, cancellationToken));
        var links = entries.Where(e => e.Mode == GitMode.SymbolicLink).Select(e => (e.Id, e.Path)).ToList();
        var texts = await GitTexts.ReadAsync(repository, links.Select(l => l.Id), cancellationToken);
        return new GitTree(
            entries,
            links
                .DistinctBy(l => l.Id)
                .ToDictionary(l => l.Id, l => texts.Of(l.Id, l.Path).Text ?? "", StringComparer.Ordinal)
        );
    }

    /// <summary>Where a snapshot has the files of a tree, by their paths in the tree; a link is another document of its target.</summary>
    public static ILookup<string, string> DocumentsOf(CodeSnapshot code, TreePaths paths, GitTree tree) =>
        Place(code, paths, tree, []).Documents.ToLookup(d => d.Path, d => d.Document, StringComparer.Ordinal);

    private static string Name(string revision) => revision.Length == 0 ? "the index" : revision;

    // A file that is only intended to be added stands in the index without its content.
    private static HashSet<string> OnlyOnDisk(IEnumerable<GitChange> differing) =>
        differing
            .Where(d => d.OldMode == GitMode.None && d.Status == 'A')
            .Select(d => d.NewPath)
            .ToHashSet(StringComparer.Ordinal);

    private static (List<(string Path, string Document)> Documents, List<(string Document, string Path)> Absent) Place(
        CodeSnapshot code,
        TreePaths paths,
        GitTree tree,
        HashSet<string> onlyOnDisk
    )
    {
        var documents = new List<(string, string)>();
        var absent = new List<(string, string)>();
        foreach (var document in code.Paths)
        {
            if (paths.Of(document) is not { } path)
            {
                continue;
            }
            var (place, entry) = tree.Find(path);
            if (place == TreePathKind.Nowhere || (entry is not null && onlyOnDisk.Contains(entry.Path)))
            {
                absent.Add((document, path));
            }
            else if (entry is not null)
            {
                documents.Add((entry.Path, document));
            }
        }
        return (documents, absent);
    }

    /// <summary>One overlay on its way. Used by one caller, once.</summary>
    private sealed class Overlay(
        CodeSnapshot code,
        TreePaths paths,
        GitTree tree,
        List<(string Path, string Document)> documents
    )
    {
        private readonly List<(GitEntry Entry, string Document)> _wanted = [];
        private readonly List<SkippedFile> _gaps = [];

        public CodeSnapshot Code => code;

        public IReadOnlyList<(string Path, string Document)> Documents => documents;

        public IReadOnlyList<SkippedFile> Gaps => _gaps;

        /// <summary>Collects the documents whose text may not be the tree's.</summary>
        public void Choose(IReadOnlyList<GitChange> differing)
        {
            var changed = differing.Select(d => d.OldPath).ToHashSet(StringComparer.Ordinal);
            changed.UnionWith(tree.Unmerged);
            changed.UnionWith(tree.Entries.Where(e => e.IsUnwatched).Select(e => e.Path));
            var hasOtherLinks = differing.Any(d => d.OldMode == GitMode.SymbolicLink);
            foreach (var (path, document) in documents)
            {
                var isLinked = paths.Of(document) != path;
                // A text with a version is an editor's: what it holds is not on the disk either.
                if (changed.Contains(path) || (isLinked && hasOtherLinks) || code.Find(document)?.Version is not null)
                {
                    _wanted.Add((tree.Find(path).Entry!, document));
                }
            }
            var known = documents.Select(d => d.Document).ToHashSet(PathNames.Comparer);
            foreach (var path in changed.Where(p => SourceLanguage.Of(p).IsCSharp))
            {
                var full = paths.Full(path);
                // A file that is there and in no project was left out of all of them.
                if (
                    !known.Contains(full)
                    && tree.Find(path).Entry is { } entry
                    && code.ReadText(full).Failure?.Reason == SourceFailureReason.Missing
                )
                {
                    documents.Add((entry.Path, full));
                    _wanted.Add((entry, full));
                }
            }
            _gaps.AddRange(
                differing
                    .Where(d => d.OldMode == GitMode.Submodule && HasDocumentsBelow(d.OldPath))
                    .Select(d => new SkippedFile(d.OldPath, "a submodule: another commit of it is checked out"))
            );
        }

        public async Task SetAsync(GitRepository repository, CancellationToken cancellationToken)
        {
            var texts = await GitTexts.ReadAsync(repository, _wanted.Select(w => w.Entry.Id), cancellationToken);
            foreach (var (entry, document) in _wanted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (text, why) = texts.Of(entry.Id, entry.Path);
                if (text is null)
                {
                    _gaps.Add(new SkippedFile(entry.Path, $"compiled as the disk has it: {why}"));
                }
                else if (CodeReader.TryRead(code, document) != text)
                {
                    code = code.WithText(document, text);
                }
            }
        }

        /// <summary>Names the project files that the tree has otherwise: projects are read from the disk.</summary>
        public void NameInputs(IEnumerable<string> differing, string name)
        {
            var inputs = new BuildInputs(code);
            _gaps.AddRange(
                differing
                    .Distinct(StringComparer.Ordinal)
                    .Where(path => inputs.Have(paths.Full(path)))
                    .Select(path => new SkippedFile(
                        path,
                        $"projects were read with the disk's text of it, and {name} has another or none"
                    ))
            );
        }

        private bool HasDocumentsBelow(string path)
        {
            var folder = paths.Full(path);
            return code.Paths.Any(document => PathNames.IsUnder(folder, document));
        }
    }
}
