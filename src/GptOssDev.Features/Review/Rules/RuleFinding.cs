namespace GptOssDev.Features.Review.Rules;

/// <param name="Finding">Its number and fingerprint are set by the review.</param>
/// <param name="Flagged">The text of the finding's lines.</param>
internal sealed record RuleFinding(ReviewFinding Finding, string Flagged);
