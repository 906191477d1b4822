using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>
/// The engine beside a plain loop on the binding in the same process: what queue, scheduling, sampling and streaming cost.
/// And the second turn of a conversation beside an unseen prompt as long: what the prefix cache saves.
/// </summary>
internal sealed class PlainMeasurement : IEngineMeasurement
{
    private const int DecodeTokens = 128;
    private const int PrefillTokens = 512;
    private const int TurnTokens = 16;
    private const int DecodePrompt = 32;

    public string Name => "plain";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        var (session, prompts) = (world.Session, world.Prompts);
        using var loop = new PlainDecoding(world.Library, session.Model.Path, Threads.Count);
        List<double> decode = [];
        List<double> plainDecode = [];
        List<double> prefill = [];
        List<double> plainPrefill = [];
        List<double> warm = [];
        List<double> cold = [];
        await TimedRun.OfAsync(session, prompts.Next(PrefillTokens), 2, cancel);
        loop.Run(prompts.Next(PrefillTokens), 2);
        foreach (var _ in world.EachRound(Name, cancel))
        {
            var prompt = prompts.Next(DecodePrompt);
            decode.Add(PerSecond((await TimedRun.OfAsync(session, prompt, DecodeTokens, cancel)).Others));
            plainDecode.Add(PerSecond(loop.Run(prompt, DecodeTokens).Others));

            var turn = prompts.Next(PrefillTokens);
            prefill.Add(PrefillTokens / (await TimedRun.OfAsync(session, turn, 1, cancel)).First.TotalSeconds);
            plainPrefill.Add(PrefillTokens / loop.Run(turn, 1).First.TotalSeconds);

            int[] second = [.. turn, .. prompts.More(TurnTokens)];
            warm.Add((await TimedRun.OfAsync(session, second, 1, cancel)).First.TotalMilliseconds);
            var unseen = prompts.Next(second.Length);
            cold.Add((await TimedRun.OfAsync(session, unseen, 1, cancel)).First.TotalMilliseconds);
        }

        return
        [
            new(
                "decode, plain loop",
                "tokens/s",
                new Samples(decode),
                new Samples(plainDecode),
                Goal.RatioAtLeast(0.95),
                $"{DecodeTokens} greedy tokens in a plain loop of llama_decode"
            ),
            new(
                "prefill, plain loop",
                "tokens/s",
                new Samples(prefill),
                new Samples(plainPrefill),
                Goal.RatioAtLeast(0.95),
                $"one llama_decode of {PrefillTokens} tokens"
            ),
            new(
                "second turn",
                "ms",
                new Samples(warm),
                new Samples(cold),
                Goal.RatioAtMost(0.2),
                $"time to the first token of an unseen prompt as long; the turn adds {TurnTokens} tokens to {PrefillTokens}"
            ),
        ];
    }

    private static double PerSecond(TimeSpan time) => (DecodeTokens - 1) / time.TotalSeconds;
}
