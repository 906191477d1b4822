using GptOssDev.Tests.Bench.Peers;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>One prompt that nothing is cached of, beside llama-bench computing one as long.</summary>
internal sealed class PrefillMeasurement : IEngineMeasurement
{
    private const int Tokens = 512;

    public string Name => "prefill";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        var ours = new List<double>();
        var peer = new List<double>();
        await TimedRun.OfAsync(world.Session, world.Prompts.Next(Tokens), 1, cancel);
        foreach (var _ in world.EachRound(Name, cancel))
        {
            var run = await TimedRun.OfAsync(world.Session, world.Prompts.Next(Tokens), 1, cancel);
            ours.Add(Tokens / run.First.TotalSeconds);
            if (world.Bench is { } bench)
            {
                peer.Add(await bench.PrefillAsync(Tokens, cancel));
            }
        }

        return
        [
            new Figure(
                Name,
                "tokens/s",
                new Samples(ours),
                Samples.OrNone(peer),
                Goal.RatioAtLeast(0.97),
                peer.Count == 0
                    ? PeerPrograms.NotBuilt
                    : $"llama-bench pp{Tokens}, {Threads.Count} threads, flash attention as by default; ours is the time to the first token"
            ),
        ];
    }
}
