namespace GptOssDev.Features.Review.Rules;

/// <summary>
/// A source of findings. To add one: a class in this folder, a line in <see cref="ReviewRules"/>, and its tests. The review does scope,
/// deadline, order, bounds and de-duplication.
/// </summary>
internal interface IReviewRule
{
    /// <summary>As a skipped line names the rule: "the compiler".</summary>
    string Name { get; }

    /// <summary>
    /// Finds what is wrong with the change. What cannot be looked at goes to <see cref="ReviewTarget.Skip"/>; cancellation ends the
    /// enumeration.
    /// </summary>
    IAsyncEnumerable<RuleFinding> RunAsync(ReviewTarget target, CancellationToken cancellationToken);
}
