using GptOssDev.Changes.Git;

namespace GptOssDev.Features.Review.Sources;

/// <summary>Gets the changes that a review request names, from git or from a patch.</summary>
internal static class ChangeSource
{
    /// <exception cref="FeatureException">No repository, no such range, a patch that cannot be read, …</exception>
    public static async Task<ReviewChanges> LoadAsync(ReviewRequest request, CancellationToken cancellationToken)
    {
        var root = request.Code.State.Root;
        var repository = await GitRepository.FindAsync(root, request.Git, cancellationToken: cancellationToken);
        return request.Scope == ReviewScope.Patch
            ? new PatchChangeSource(request, repository.Value).Load()
            : await new GitChangeSource(request, GitFailures.Value(repository)).LoadAsync(cancellationToken);
    }
}
