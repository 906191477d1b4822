using GptOssDev.Changes.Git;

namespace GptOssDev.Features.Review.Sources;

/// <summary>Turns the failures of git into those of features.</summary>
internal static class GitFailures
{
    /// <exception cref="FeatureException">Git has no answer.</exception>
    public static T Value<T>(GitResult<T> result)
        where T : class =>
        result.Succeeded
            ? result.Value
            : throw new FeatureException(
                result.Failure.Reason is GitFailureReason.NotARepository or GitFailureReason.BadRange
                    ? FeatureFailure.BadInput
                    : FeatureFailure.Environment,
                result.Failure.Message
            );
}
