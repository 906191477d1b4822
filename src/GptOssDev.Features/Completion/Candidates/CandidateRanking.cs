namespace GptOssDev.Features.Completion.Candidates;

/// <summary>Chooses what is shown: by verdict, then by log probability; equal texts once. Pure.</summary>
internal static class CandidateRanking
{
    public static IReadOnlyList<CompletionItem> Best(IEnumerable<CompletionItem> items, int count) =>
        [
            .. items
                .Where(i => i.Verdict != CompletionVerdict.Rejected)
                .OrderBy(i => i.Verdict)
                .ThenByDescending(i => i.LogProbability)
                .DistinctBy(i => (i.Text, i.Range))
                .Take(count),
        ];
}
