using GptOssDev.Inference;
using GptOssDev.Tests.Bench.Peers;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>The first token of a keystroke while nothing else runs, beside llama-server with the prompt in a slot.</summary>
internal sealed class KeystrokeMeasurement : IEngineMeasurement
{
    private const int Keystrokes = 5;

    public string Name => "keystroke";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        var ours = new List<double>();
        var peer = new List<double>();
        var cached = new List<int>();
        var peerCached = new List<int>();
        var typing = new Typing(world.Prompts);
        var server = await world.ServerAsync(cancel);
        await OursAsync(world, typing.Next(), cancel);
        if (server is not null)
        {
            await server.CompleteAsync(Request(typing.Next()), cancel);
        }

        foreach (var _ in world.EachRound(Name, cancel))
        {
            for (var i = 0; i < Keystrokes; i++)
            {
                var prompt = typing.Next();
                var run = await OursAsync(world, prompt, cancel);
                ours.Add(run.First.TotalMilliseconds);
                cached.Add(run.Stats.CachedTokens);
                if (server is not null)
                {
                    var reply = await server.CompleteAsync(Request(prompt), cancel);
                    peer.Add(reply.Prompt.TotalMilliseconds);
                    peerCached.Add(reply.Cached);
                }
            }
        }

        return
        [
            new Figure(
                Name,
                "ms",
                new Samples(ours),
                Samples.OrNone(peer),
                Goal.RatioAtMost(1.0),
                peer.Count == 0
                    ? PeerPrograms.NotBuilt
                    : $"llama-server with cache_prompt and --swa-full, by its own clock: HTTP and queue left out. First token of {Typing.CachedTokens} tokens seen before and {Typing.NewTokens} new; not computed again: {cached.Min()} by us, {peerCached.Min()} by the server"
            ),
        ];
    }

    private static Task<TimedRun> OursAsync(EngineWorld world, int[] prompt, CancellationToken cancel) =>
        TimedRun.OfAsync(world.Session, prompt, Typing.Generated, cancel, RequestPriority.Keystroke);

    private static ServerRequest Request(int[] prompt) => new(prompt, Typing.Generated, Slot: 0, Stream: false);
}
