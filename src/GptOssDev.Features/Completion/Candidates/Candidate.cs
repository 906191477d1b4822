namespace GptOssDev.Features.Completion.Candidates;

/// <summary>What one generation wrote at a cursor.</summary>
/// <param name="Written">As the model wrote it.</param>
/// <param name="Draft">What the filters left of it; null when they left nothing.</param>
/// <param name="LogProbability">Of the tokens that make up the draft.</param>
internal sealed record Candidate(string Written, CompletionDraft? Draft, double LogProbability)
{
    /// <summary>True when the model had nothing to write.</summary>
    public bool IsSilent => string.IsNullOrWhiteSpace(Written);
}
