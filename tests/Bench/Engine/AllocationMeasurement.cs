using GptOssDev.Inference;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>Managed bytes that this process allocates for each token of one long stream, its reader included.</summary>
internal sealed class AllocationMeasurement : IEngineMeasurement
{
    private const int SkippedTokens = 32;
    private const int Tokens = 256;
    private const double Limit = 1024;

    public string Name => "allocation";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        var bytes = new List<double>();
        foreach (var _ in world.EachRound(Name, cancel))
        {
            bytes.Add(await RunAsync(world, cancel));
        }

        return
        [
            new Figure(
                "allocation",
                "bytes/token",
                new Samples(bytes),
                new Samples([Limit]),
                Goal.RatioAtMost(1.0),
                $"the limit; all managed allocations of the process over {Tokens} tokens of a stream in steady state"
            ),
        ];
    }

    private static async Task<double> RunAsync(EngineWorld world, CancellationToken cancel)
    {
        await using var generation = world.Session.Start(
            TimedRun.Request(world.Prompts.Next(16), SkippedTokens + Tokens, RequestPriority.Interactive),
            cancel
        );
        var count = 0;
        long before = 0;
        await foreach (var _ in generation.Tokens)
        {
            if (++count == SkippedTokens)
            {
                before = GC.GetTotalAllocatedBytes(precise: true);
            }
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(count - SkippedTokens);
    }
}
