using System.Diagnostics;
using GptOssDev.Inference;
using GptOssDev.Tests.Bench.Peers;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>
/// The first token of a keystroke while two chats and a review generate: beside a keystroke alone plus one step of that load,
/// and beside llama-server under the same load. Each round gives one 95th percentile of each.
/// </summary>
/// <remarks>
/// A person goes on whether or not the answer has come, so the moments are set beforehand, spread over a time in which the load
/// both reads prompts and generates, and each time counts from its moment: a stall is met by all keystrokes that fall into it.
/// </remarks>
internal sealed class LoadedKeystrokeMeasurement : IEngineMeasurement
{
    private const int Keystrokes = 20;
    private const double Percentile = 0.95;
    private static readonly TimeSpan _watch = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private readonly Random _random = new(2);

    public string Name => "load";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        var ours = new List<double>();
        var allowed = new List<double>();
        var steps = new List<double>();
        var peer = new List<double>();
        var typing = new Typing(world.Prompts);
        var server = await world.ServerAsync(cancel);
        await OursAsync(world, typing.Next(), cancel);
        if (server is not null)
        {
            await TheirsAsync(server, typing.Next(), cancel);
        }

        foreach (var round in world.EachRound(Name, cancel))
        {
            var alone = await TypeAsync(() => OursAsync(world, typing.Next(), cancel), cancel);
            var (loaded, step) = await LoadedAsync(world, world.Prompts.Fork(round + 1), typing, cancel);
            ours.Add(loaded.At(Percentile));
            steps.Add(step.Median);
            allowed.Add(alone.At(Percentile) + step.At(Percentile));
            if (server is not null)
            {
                peer.Add((await LoadedAsync(server, world.Prompts.Fork(round + 1), typing, cancel)).At(Percentile));
            }
        }

        return
        [
            new Figure(
                "keystroke under load, p95",
                "ms",
                new Samples(ours),
                new Samples(allowed),
                Goal.RatioAtMost(1.0),
                $"p95 of the keystroke alone plus p95 of a step of that load, which is the time between two tokens of a chat (its median: {new Samples(steps).Median:0} ms); {Keystrokes} keystrokes a round, one each second"
            ),
            new Figure(
                "the same, llama-server",
                "ms",
                new Samples(ours),
                Samples.OrNone(peer),
                Goal.RatioAtMost(0.2),
                peer.Count == 0
                    ? PeerPrograms.NotBuilt
                    : "p95 of llama-server under the same load, the prompt of the keystroke kept in a slot of its own"
            ),
        ];
    }

    private async Task<(Samples Keystrokes, Samples Steps)> LoadedAsync(
        EngineWorld world,
        PromptSource prompts,
        Typing typing,
        CancellationToken cancel
    )
    {
        await using var load = new OfficeLoad(
            prompts,
            (job, onToken, stop) => ServeAsync(world.Session, job, onToken, stop),
            cancel
        );
        await load.UntilGeneratingAsync(cancel);
        var steps = await load.StepsAsync(_watch, cancel);
        return (await TypeAsync(() => OursAsync(world, typing.Next(), cancel), cancel), new Samples(steps));
    }

    private async Task<Samples> LoadedAsync(
        LlamaServer server,
        PromptSource prompts,
        Typing typing,
        CancellationToken cancel
    )
    {
        Samples keystrokes;
        await using (
            var load = new OfficeLoad(
                prompts,
                (job, onToken, stop) => server.CompleteAsync(Request(job.Prompt, job.Tokens, job.Place), stop, onToken),
                cancel
            )
        )
        {
            await load.UntilGeneratingAsync(cancel);
            keystrokes = await TypeAsync(() => TheirsAsync(server, typing.Next(), cancel), cancel);
        }

        await server.UntilIdleAsync(cancel);
        return keystrokes;
    }

    private async Task<Samples> TypeAsync(Func<Task<double>> keystroke, CancellationToken cancel)
    {
        var times = new List<double>();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Keystrokes; i++)
        {
            // A person does not type in step with the engine.
            var moment = (i + (_random.NextDouble() / 2)) * _pause;
            var late = Stopwatch.GetElapsedTime(started) - moment;
            if (late < TimeSpan.Zero)
            {
                await Task.Delay(-late, cancel);
                late = TimeSpan.Zero;
            }

            times.Add(late.TotalMilliseconds + await keystroke());
        }

        return new Samples(times);
    }

    private static async Task ServeAsync(IModelSession session, OfficeJob job, Action onToken, CancellationToken stop)
    {
        var priority = job.IsReview ? RequestPriority.Review : RequestPriority.Interactive;
        await using var generation = session.Start(TimedRun.Request(job.Prompt, job.Tokens, priority), stop);
        await foreach (var _ in generation.Tokens)
        {
            onToken();
        }
    }

    private static async Task<double> OursAsync(EngineWorld world, int[] prompt, CancellationToken cancel) =>
        (await TimedRun.OfAsync(world.Session, prompt, Typing.Generated, cancel, RequestPriority.Keystroke))
            .First
            .TotalMilliseconds;

    private static async Task<double> TheirsAsync(LlamaServer server, int[] prompt, CancellationToken cancel) =>
        (await server.CompleteAsync(Request(prompt, Typing.Generated, slot: 0), cancel)).First.TotalMilliseconds;

    private static ServerRequest Request(int[] prompt, int tokens, int slot) => new(prompt, tokens, slot, Stream: true);
}
