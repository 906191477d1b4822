using System.Diagnostics;
using System.Globalization;
using GptOssDev.Tests.Bench.Peers;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>Many streams at once, prompts included, beside llama-server with as many slots and the same prompts.</summary>
internal sealed class StreamsMeasurement : IEngineMeasurement
{
    private const int Streams = LlamaServer.Slots;
    private const int PromptTokens = 64;
    private const int Tokens = 64;

    public string Name => "streams";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        List<double> ours = [];
        List<double> peer = [];
        List<double> again = [];
        List<double> peerAgain = [];
        var server = await world.ServerAsync(cancel);
        if (server is not null)
        {
            await TheirsAsync(server, Prompts(world), cancel);
        }

        foreach (var _ in world.EachRound(Name, cancel))
        {
            await world.ReloadAsync(cancel);
            await TimedRun.OfAsync(world.Session, world.Prompts.Next(PromptTokens), Streams, cancel);
            await BothAsync(ours, peer);
            await BothAsync(again, peerAgain);
        }

        return
        [
            new Figure(
                string.Create(CultureInfo.InvariantCulture, $"{Streams} streams"),
                "tokens/s",
                new Samples(ours),
                Samples.OrNone(peer),
                Goal.RatioAtLeast(1.0),
                peer.Count == 0
                    ? PeerPrograms.NotBuilt
                    : $"llama-server -np {Streams} -kvu --swa-full, same prompts of {PromptTokens}, {Tokens} greedy tokens each, all of them over the time of all; nothing kept from before in either cache"
            ),
            new Figure(
                string.Create(CultureInfo.InvariantCulture, $"{Streams} more"),
                "tokens/s",
                new Samples(again),
                Samples.OrNone(peerAgain),
                null,
                peer.Count == 0
                    ? PeerPrograms.NotBuilt
                    : $"the same again with other prompts: we keep the {Streams * (PromptTokens + Tokens)} tokens of the first ones for whoever begins like them, the server writes over them"
            ),
        ];

        async Task BothAsync(List<double> our, List<double> their)
        {
            var prompts = Prompts(world);
            our.Add(await OursAsync(world, prompts, cancel));
            if (server is not null)
            {
                their.Add(await TheirsAsync(server, prompts, cancel));
            }
        }
    }

    private static int[][] Prompts(EngineWorld world) =>
        [.. Enumerable.Range(0, Streams).Select(_ => world.Prompts.Next(PromptTokens))];

    private static async Task<double> OursAsync(EngineWorld world, int[][] prompts, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(prompts.Select(p => TimedRun.OfAsync(world.Session, p, Tokens, cancel)));
        return PerSecond(started);
    }

    private static async Task<double> TheirsAsync(LlamaServer server, int[][] prompts, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var replies = await Task.WhenAll(
            prompts.Select((p, slot) => server.CompleteAsync(new ServerRequest(p, Tokens, slot, Stream: false), cancel))
        );
        var rate = PerSecond(started);
        return replies.All(r => r.Generated == Tokens)
            ? rate
            : throw new BenchmarkException("llama-server generated another number of tokens than asked for");
    }

    private static double PerSecond(long started) => Streams * Tokens / Stopwatch.GetElapsedTime(started).TotalSeconds;
}
