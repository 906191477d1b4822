using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Prompts;
using GptOssDev.Retrieval.Diffs;
using GptOssDev.Retrieval.Git;

namespace GptOssDev.Features.Review;

/// <summary>Gets the changes that a review request names, from git or from a patch.</summary>
internal static class ChangeSource
{
    // Each is one call of git.
    private const int MaxTexts = 1000;

    /// <exception cref="FeatureException">No repository, no such range, a patch that cannot be read, …</exception>
    public static async Task<ReviewChanges> LoadAsync(ReviewRequest request, CancellationToken cancel)
    {
        var root = request.Code.State.Root;
        if (request.Scope == ReviewScope.Patch)
        {
            var patch = request.Patch ?? throw BadInput("no patch was given: name a file with a unified diff");
            return ChangeOverlay.Patched(root, request.Code, Parse(patch));
        }
        var repository = Value(await GitRepository.FindAsync(root, cancel: cancel));
        var diff = Value(await repository.DiffAsync(ScopeOf(request), cancel: cancel));
        var files = Parse(diff);
        var code = NewRevision(request) is { } revision
            ? await AtRevisionAsync(request.Code, repository, revision, files, cancel)
            : request.Code;
        return ChangeOverlay.Present(repository.Root, code, files);
    }

    private static DiffScope ScopeOf(ReviewRequest request) =>
        request.Scope switch
        {
            ReviewScope.Staged => DiffScope.Staged,
            ReviewScope.Working => DiffScope.Working,
            _ => DiffScope.Between(request.Range ?? throw BadInput("no range was given: write A..B")),
        };

    /// <summary>The revision whose text is the changes' new side, empty for the index; null for the working tree.</summary>
    private static string? NewRevision(ReviewRequest request)
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

    /// <summary>
    /// What a revision holds may differ from the disk, in changed files and in others: the compiler has to see the revision's text.
    /// </summary>
    private static async Task<CodeSnapshot> AtRevisionAsync(
        CodeSnapshot code,
        GitRepository repository,
        string revision,
        IReadOnlyList<DiffFile> files,
        CancellationToken cancel
    )
    {
        var toDisk = revision.Length == 0 ? DiffScope.Working : DiffScope.Between(revision);
        var differing = Parse(Value(await repository.DiffAsync(toDisk, contextLines: 0, cancel: cancel)));
        var onlyOnDisk = differing.Select(f => f.NewPath).Except(differing.Select(f => f.OldPath)).OfType<string>();
        foreach (var path in onlyOnDisk.Where(IsCSharp))
        {
            code = code.Without(Path.GetFullPath(path, repository.Root));
        }
        var paths = differing.Select(f => f.OldPath).Concat(files.Select(f => f.NewPath)).OfType<string>();
        foreach (var path in paths.Where(IsCSharp).Distinct().Take(MaxTexts))
        {
            var held = await repository.ReadAsync(revision, path, cancel);
            var full = Path.GetFullPath(path, repository.Root);
            if (held.Succeeded && SourceText.TryRead(code, full) != held.Value.Text)
            {
                code = code.WithText(full, held.Value.Text);
            }
        }
        return code;
    }

    private static bool IsCSharp(string path) => SourceLanguage.Of(path).IsCSharp;

    private static IReadOnlyList<DiffFile> Parse(string patch)
    {
        var parsed = UnifiedDiff.Parse(patch);
        if (!parsed.Succeeded)
        {
            throw BadInput(parsed.Failure);
        }
        return parsed.Diff.Files.Count > 0 || string.IsNullOrWhiteSpace(patch)
            ? parsed.Diff.Files
            : throw BadInput("the patch holds no unified diff: make one with git diff");
    }

    private static T Value<T>(GitResult<T> result)
        where T : class =>
        result.Succeeded
            ? result.Value
            : throw new FeatureException(
                result.Failure.Reason is GitFailureReason.NotARepository or GitFailureReason.BadRange
                    ? FeatureFailure.BadInput
                    : FeatureFailure.Environment,
                result.Failure.Message
            );

    private static FeatureException BadInput(string message) => new(FeatureFailure.BadInput, message);
}
