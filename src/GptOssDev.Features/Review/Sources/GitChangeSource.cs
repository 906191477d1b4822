using GptOssDev.Changes.Diffs;
using GptOssDev.Changes.Git;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Prompts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Review.Sources;

/// <summary>Gets the changes between two states of a repository. Used by one caller, once.</summary>
internal sealed class GitChangeSource(ReviewRequest request, GitRepository repository)
{
    private readonly TreePaths _paths = new(request.Code, repository.Root);
    private readonly List<ReviewedFile> _files = [];
    private readonly List<SkippedFile> _omitted = [];
    private readonly List<SkippedFile> _gaps = [];
    private CodeSnapshot _code = request.Code;
    private CodeSnapshot _before = request.Code;
    private TreeSnapshot? _overlay;
    private ILookup<string, string>? _documents;

    /// <exception cref="FeatureException">No such range, or git has no answer.</exception>
    public async Task<ReviewChanges> LoadAsync(CancellationToken cancellationToken)
    {
        var scope = Scope();
        var changes = GitFailures.Value(await repository.ChangesAsync(scope, findRenames: true, cancellationToken));
        GitTree tree;
        if (NewRevision() is { } revision)
        {
            _overlay = await TreeSnapshot.OfAsync(_code, repository, _paths, revision, cancellationToken);
            (_code, tree, _documents) = (_overlay.Code, _overlay.Tree, _overlay.Documents);
            _gaps.AddRange(_overlay.Gaps);
        }
        else
        {
            tree = await TreeSnapshot.TreeAsync(repository, "", cancellationToken);
            _documents = TreeSnapshot.DocumentsOf(_code, _paths, tree);
            changes = [.. changes, .. await UntrackedAsync(changes, cancellationToken)];
        }
        _before = _code;
        _gaps.AddRange(tree.Unmerged.Select(path => new SkippedFile(path, "a merge conflict in it is not resolved")));
        var texts = await GitTexts.ReadAsync(
            repository,
            changes.Where(IsCSharp).SelectMany(c => new[] { FileId(c.OldMode, c.OldId), FileId(c.NewMode, c.NewId) }),
            cancellationToken
        );
        foreach (var change in changes.Where(c => c.Status != 'U'))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(change, tree, texts);
        }
        return new ReviewChanges(_paths.Root, _code, _before, _files, _omitted, _gaps)
        {
            Ignored = _overlay?.Ignored ?? [],
        };
    }

    private DiffScope Scope() =>
        request.Scope switch
        {
            ReviewScope.Staged => DiffScope.Staged,
            ReviewScope.Working => DiffScope.SinceCommit,
            _ => DiffScope.Between(
                request.Range ?? throw new FeatureException(FeatureFailure.BadInput, "no range was given: write A..B")
            ),
        };

    /// <summary>The revision whose text is the changes' new side, empty for the index; null for the working tree.</summary>
    private string? NewRevision()
    {
        if (request.Scope != ReviewScope.Range)
        {
            return request.Scope == ReviewScope.Staged ? "" : null;
        }
        var range = request.Range!;
        var dots = range.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            return null;
        }
        var end = range[dots..].TrimStart('.');
        return end.Length > 0 ? end : "HEAD";
    }

    /// <summary>New files that nobody added yet: they are part of what differs from the last commit.</summary>
    private async Task<IEnumerable<GitChange>> UntrackedAsync(
        IReadOnlyList<GitChange> changes,
        CancellationToken cancellationToken
    )
    {
        if (request.Scope != ReviewScope.Working)
        {
            return [];
        }
        var known = changes.Select(c => c.NewPath).ToHashSet(StringComparer.Ordinal);
        return GitFailures
            .Value(await repository.UntrackedAsync(["*.cs", "*.csx"], cancellationToken))
            .Where(path => !known.Contains(path) && !path.EndsWith('/'))
            .Select(path => new GitChange(GitMode.None, GitMode.File, "", "", 'A', path, path));
    }

    private void Add(GitChange change, GitTree tree, GitTexts texts)
    {
        if (change.OldMode == GitMode.Submodule || change.NewMode == GitMode.Submodule)
        {
            _gaps.Add(new SkippedFile(change.NewPath, "a submodule: what its commits change is not reviewed"));
        }
        else if (change.NewMode == GitMode.SymbolicLink)
        {
            AddLink(change, tree);
        }
        else if (!SourceLanguage.Of(change.NewPath).IsCSharp || change.Status == 'D')
        {
            AddWithoutText(change, texts);
        }
        else
        {
            AddText(change, texts);
        }
    }

    private void AddLink(GitChange change, GitTree tree)
    {
        var place = tree.Find(change.NewPath).Place;
        var link = tree.Entries.FirstOrDefault(e => e.Path == change.NewPath && e.Mode == GitMode.SymbolicLink);
        var target = link is null ? "another file" : tree.TargetOf(link);
        var isMissing = _overlay is not null && link is not null && place == TreePathKind.Nowhere && IsCSharp(change);
        (isMissing ? _gaps : _omitted).Add(
            new SkippedFile(
                change.NewPath,
                isMissing
                    ? $"a symbolic link to {target}, which the commit does not hold"
                    : $"a symbolic link to {target}: its target is reviewed where that changes"
            )
        );
        if (change.Status == 'A' && IsCSharp(change))
        {
            Documents(change.NewPath).ForEach(document => _before = _before.Without(document));
        }
    }

    private void AddWithoutText(GitChange change, GitTexts texts)
    {
        var kind = Kind(change.Status);
        _files.Add(
            new ReviewedFile(
                new DiffFile(
                    kind,
                    kind == DiffChange.Added ? null : change.OldPath,
                    kind == DiffChange.Deleted ? null : change.NewPath,
                    IsBinary: false,
                    []
                ),
                [],
                IsKnown: true,
                HasBefore: true
            )
        );
        if (change.Status is 'D' or 'R' && SourceLanguage.Of(change.OldPath).IsCSharp && change.OldMode.IsFile())
        {
            Restore(change.OldPath, texts.Of(change.OldId, change.OldPath).Text);
        }
    }

    private void AddText(GitChange change, GitTexts texts)
    {
        var path = change.NewPath;
        var (text, why) =
            change.NewId.Length > 0 ? texts.Of(change.NewId, path)
            : _overlay is null ? GitTexts.Of(_code.ReadText(_paths.Full(path)))
            : (null, "its content is not in the repository");
        var (old, whyOld) =
            change.OldMode.IsFile() && change.Status != 'A' ? texts.Of(change.OldId, change.OldPath) : ("", null);
        var documents = Documents(path);
        var kind = Kind(change.Status);
        var file = new DiffFile(
            kind,
            kind == DiffChange.Added ? null : change.OldPath,
            path,
            IsBinary: false,
            text is null ? [] : TextHunks.Between(old ?? "", text)
        );
        _files.Add(new ReviewedFile(file, documents, text is not null, whyOld is null));
        if (text is null)
        {
            _gaps.Add(new SkippedFile(path, why!));
            return;
        }
        switch (change.Status)
        {
            case 'A' or 'C' or 'T':
                documents.ForEach(document => _before = _before.Without(document));
                break;
            case 'R':
                documents.ForEach(document => _before = _before.Without(document));
                Restore(change.OldPath, old);
                break;
            default:
                if (old is not null)
                {
                    documents.ForEach(document => _before = _before.WithText(document, old));
                }
                break;
        }
    }

    private void Restore(string path, string? text)
    {
        if (text is not null)
        {
            _before = _before.WithText(_paths.Full(path), text);
        }
    }

    private List<string> Documents(string path)
    {
        var full = _paths.Full(path);
        var documents = _documents![path].ToList();
        if (!documents.Contains(full, PathNames.Comparer) && _code.Find(full) is not null)
        {
            documents.Add(full);
        }
        return documents;
    }

    private static bool IsCSharp(GitChange change) =>
        SourceLanguage.Of(change.NewPath).IsCSharp || SourceLanguage.Of(change.OldPath).IsCSharp;

    private static string FileId(GitMode mode, string id) => mode.IsFile() ? id : "";

    private static DiffChange Kind(char status) =>
        status switch
        {
            'A' => DiffChange.Added,
            'D' => DiffChange.Deleted,
            'R' => DiffChange.Renamed,
            'C' => DiffChange.Copied,
            _ => DiffChange.Modified,
        };
}
