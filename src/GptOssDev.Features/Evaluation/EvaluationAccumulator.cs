using GptOssDev.CodeModel.Symbols;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Evaluation;

/// <summary>Adds up what came of the places. Pure.</summary>
internal static class EvaluationAccumulator
{
    /// <summary>Figures of each kind that has places, then of all.</summary>
    public static IReadOnlyList<KindMetrics> Of(IReadOnlyList<EvaluationSampleResult> results) =>
        [
            .. Enum.GetValues<CompletionSiteKind>()
                .Select(kind => (Kind: Word(kind), Results: results.Where(r => r.Kind == kind).ToList()))
                .Where(k => k.Results.Count > 0)
                .Select(k => Of(k.Kind, k.Results)),
            Of("all", results),
        ];

    private static KindMetrics Of(string kind, IReadOnlyList<EvaluationSampleResult> results)
    {
        var names = results.Select(r => r.Names).OfType<EvaluatedNames>().ToList();
        return new KindMetrics(
            kind,
            results.Count,
            Share(results.Select(r => (bool?)r.Exact)),
            results.Count == 0 ? null : results.Average(r => r.Similarity),
            Rates(results),
            Share(results.Select(r => (bool?)r.ShowsSomething)),
            Share(results.Select(r => (bool?)r.Binds)),
            Share(results.Where(r => r.Binds).Select(r => (bool?)r.ShowsSomething)),
            new IdentifierMetrics(
                names.Count,
                Share(names.Select(n => (bool?)n.Original)),
                Share(names.Select(n => (bool?)n.Free)),
                Share(names.Select(n => (bool?)n.Held))
            ),
            Times(results.Select(r => r.Latency)),
            Times(results.Select(r => r.Outside))
        );
    }

    private static LatencyMetrics Times(IEnumerable<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(t => t.TotalMilliseconds).Order()];
        return new LatencyMetrics(
            Percentile.Of(sorted, 50),
            Percentile.Of(sorted, 90),
            Percentile.Of(sorted, 95),
            Percentile.Of(sorted, 99)
        );
    }

    private static CompileRates Rates(IReadOnlyList<EvaluationSampleResult> results) =>
        new(
            Share(results.Select(r => r.Free[0].RawCompiles)),
            Share(results.Select(r => r.Free[0].Compiles)),
            Share(results.Where(r => r.Free[0].IsShown).Select(r => r.Free[0].ShownCompiles)),
            Share(
                results
                    .Select(r => EvaluationSampleResult.Shown(r.Free))
                    .OfType<EvaluatedCandidate>()
                    .Select(c => c.ShownCompiles)
            ),
            Share(results.Select(r => r.Held[0].Compiles)),
            Share(
                results
                    .Select(r => EvaluationSampleResult.Shown(r.Held))
                    .OfType<EvaluatedCandidate>()
                    .Select(c => c.ShownCompiles)
            )
        );

    private static double? Share(IEnumerable<bool?> answers)
    {
        var known = answers.OfType<bool>().ToList();
        return known.Count == 0 ? null : (double)known.Count(yes => yes) / known.Count;
    }

    private static string Word(CompletionSiteKind kind) => kind.ToString().ToLowerInvariant();
}
