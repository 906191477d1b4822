using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Retrieval.Diffs;
using GptOssDev.Retrieval.Git;

namespace GptOssDev.Features.Review;

/// <summary>Gets the changes that a review request names, from git or from a patch.</summary>
internal static class ChangeSource
{
    /// <exception cref="FeatureException">No repository, no such range, a patch that cannot be read, …</exception>
    public static async Task<ReviewChanges> LoadAsync(ReviewRequest request, CancellationToken cancel)
    {
        var root = request.Code.State.Root;
        if (request.Scope == ReviewScope.Patch)
        {
            var patch = request.Patch ?? throw BadInput("no patch was given: name a file with a unified diff");
            return new ReviewChanges(root, request.Code, Parse(patch));
        }
        var repository = Value(await GitRepository.FindAsync(root, cancel: cancel));
        var diff = Value(await repository.DiffAsync(ScopeOf(request), cancel: cancel));
        var files = Parse(diff);
        var code =
            request.Scope == ReviewScope.Staged
                ? await WithStagedAsync(request.Code, repository, files, cancel)
                : request.Code;
        return new ReviewChanges(repository.Root, code, files);
    }

    private static DiffScope ScopeOf(ReviewRequest request) =>
        request.Scope switch
        {
            ReviewScope.Staged => DiffScope.Staged,
            ReviewScope.Working => DiffScope.Working,
            _ => DiffScope.Between(request.Range ?? throw BadInput("no range was given: write A..B")),
        };

    /// <summary>What is staged may differ from the file on disk: the compiler has to see the staged text.</summary>
    private static async Task<CodeSnapshot> WithStagedAsync(
        CodeSnapshot code,
        GitRepository repository,
        IReadOnlyList<DiffFile> files,
        CancellationToken cancel
    )
    {
        foreach (var file in files.Where(f => ReviewScopeRules.WhySkipped(f) is null))
        {
            var staged = await repository.ReadAsync("", file.Path, cancel);
            var path = Path.Combine(repository.Root, file.Path);
            if (staged.Succeeded && SourceText.TryRead(code, path) != staged.Value.Text)
            {
                code = code.WithText(path, staged.Value.Text);
            }
        }
        return code;
    }

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
