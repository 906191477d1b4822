using System.Diagnostics;
using GptOssDev.Inference;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>
/// From the moment that somebody cancels a request to the moment that its sequence is free: within a long prompt and while
/// tokens come. Each round cancels several times at random moments and gives the longest.
/// </summary>
internal sealed class CancelMeasurement : IEngineMeasurement
{
    private const int Cancels = 8;
    private const int LongPrompt = 4000;
    private const int ShortPrompt = 64;
    private const int Tokens = 1000;
    private const double PrefillLimit = 100;
    private readonly Random _random = new(3);

    public string Name => "cancel";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        var decode = new List<double>();
        var steps = new List<double>();
        var prefill = new List<double>();
        foreach (var _ in world.EachRound(Name, cancel))
        {
            var freed = new List<TimeSpan>();
            for (var i = 0; i < Cancels; i++)
            {
                var (time, step) = await InDecodeAsync(world, cancel);
                freed.Add(time);
                steps.Add(step.TotalMilliseconds);
            }

            decode.Add(freed.Max().TotalMilliseconds);
            freed.Clear();
            for (var i = 0; i < Cancels; i++)
            {
                freed.Add(await InPrefillAsync(world, cancel));
            }

            prefill.Add(freed.Max().TotalMilliseconds);
        }

        return
        [
            new Figure(
                "cancel in decode",
                "ms",
                new Samples(decode),
                new Samples(steps),
                Goal.RatioAtMost(1.0),
                $"a decode step of that stream; ours is the longest of {Cancels} cancels a round"
            ),
            new Figure(
                "cancel in prefill",
                "ms",
                new Samples(prefill),
                new Samples([PrefillLimit]),
                Goal.RatioAtMost(1.0),
                $"the limit; within a prompt of {LongPrompt} tokens, the longest of {Cancels} cancels a round"
            ),
        ];
    }

    private async Task<(TimeSpan Freed, TimeSpan Step)> InDecodeAsync(EngineWorld world, CancellationToken cancel)
    {
        var wanted = _random.Next(16, 40);
        var generation = Start(world, ShortPrompt, cancel);
        long first = 0;
        long last = 0;
        var count = 0;
        await foreach (var _ in generation.Tokens)
        {
            last = Stopwatch.GetTimestamp();
            first = count++ == 0 ? last : first;
            if (count == wanted)
            {
                break;
            }
        }

        var step = Stopwatch.GetElapsedTime(first, last) / (count - 1);
        // Anywhere in a step, not always at its beginning.
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 30)), cancel);
        return (await FreeAsync(world, generation), step);
    }

    private async Task<TimeSpan> InPrefillAsync(EngineWorld world, CancellationToken cancel)
    {
        var generation = Start(world, LongPrompt, cancel);
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(100, 900)), cancel);
        return await FreeAsync(world, generation);
    }

    private static IGeneration Start(EngineWorld world, int promptTokens, CancellationToken cancel) =>
        world.Session.Start(
            TimedRun.Request(world.Prompts.Next(promptTokens), Tokens, RequestPriority.Interactive),
            cancel
        );

    private static async Task<TimeSpan> FreeAsync(EngineWorld world, IGeneration generation)
    {
        var started = Stopwatch.GetTimestamp();
        await generation.DisposeAsync();
        var freed = Stopwatch.GetElapsedTime(started);
        return world.Running == 0
            ? freed
            : throw new InvalidOperationException("the generation was disposed of and still holds a sequence");
    }
}
