using GptOssDev.Tests.Bench.Peers;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>One stream that generates, beside llama-bench generating as much.</summary>
internal sealed class DecodeMeasurement : IEngineMeasurement
{
    private const int Tokens = 128;
    private const int PromptTokens = 8;

    // What it leaves in the cache and the measured run together are within the 256 cells that are looked at anyway.
    private const int WarmUpTokens = 64;

    public string Name => "decode";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        var ours = new List<double>();
        var peer = new List<double>();
        foreach (var _ in world.EachRound(Name, cancel))
        {
            await world.ReloadAsync(cancel);
            // The first decodes pay for pages and buffers, in the peer's own warm-up too.
            await TimedRun.OfAsync(world.Session, world.Prompts.Next(PromptTokens), WarmUpTokens, cancel);
            var run = await TimedRun.OfAsync(world.Session, world.Prompts.Next(PromptTokens), Tokens, cancel);
            ours.Add((Tokens - 1) / run.Others.TotalSeconds);
            if (world.Bench is { } bench)
            {
                peer.Add(await bench.DecodeAsync(Tokens, cancel));
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
                    : $"llama-bench tg{Tokens}, {Threads.Count} threads, flash attention as by default; ours samples and streams, after a prompt of {PromptTokens}"
            ),
        ];
    }
}
