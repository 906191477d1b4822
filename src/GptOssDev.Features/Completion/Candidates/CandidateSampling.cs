using GptOssDev.Inference;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>How the candidates of one cursor differ, and how many are written side by side. Pure.</summary>
internal static class CandidateSampling
{
    private const double SampledTemperature = 0.4;

    // Tries after all items that were asked for were rejected: the prompt is cached, so they cost little against showing nothing.
    private const int MoreTries = 2;

    /// <summary>The first as the user wants it, greedy by default, the others spread around it by seeds of their own.</summary>
    public static IEnumerable<SamplingOptions> Spread(SamplingOptions first, int count)
    {
        yield return first;
        for (var i = 1; i < count; i++)
        {
            yield return first with
            {
                Temperature = first.Temperature > 0 ? first.Temperature : SampledTemperature,
                Seed = unchecked(((first.Seed ?? 0) * 31) + i) & int.MaxValue,
            };
        }
    }

    /// <summary>
    /// Candidates in groups: those of a group run side by side from one prompt, the next group only when nothing of those
    /// before it can be shown.
    /// </summary>
    /// <param name="items">How many items the client asked for.</param>
    /// <param name="candidates">How many are written to choose one from.</param>
    public static IReadOnlyList<IReadOnlyList<SamplingOptions>> Groups(
        SamplingOptions first,
        int items,
        int candidates,
        CompletionPreset preset
    )
    {
        var total = Math.Max(items, candidates);
        // Whoever asked for several items still gets another try when all are rejected.
        var all = Spread(first, items > 1 ? total + MoreTries : total);
        return [.. all.Chunk(items > 1 || preset.SideBySide ? total : 1)];
    }
}
