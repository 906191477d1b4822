using System.Diagnostics;
using GptOssDev.Client;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Typing;

/// <summary>
/// Somebody types a method into the demo project, with a request for every key and a thought at the end of each line, then types
/// along what is suggested: how long a key waits for its item, how many sequences run at once, and what the model is asked.
/// </summary>
internal sealed class TypingBenchmark : IBenchmark
{
    private const string Typed = """
            public IReadOnlyList<string> Labels(decimal least, char separator)
            {
                var labels = new List<string>(Count);
                foreach (var pair in products)
                {
                    if (pair.Value.UnitPrice < least)
                    {
                        continue;
                    }
                    labels.Add(pair.Key + separator + pair.Value.Quantity);
                }
                labels.Sort(StringComparer.Ordinal);
                return 
        """;

    private static readonly TimeSpan _betweenKeys = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(10);

    // Nobody looks longer at a line for what could come next.
    private static readonly TimeSpan _thought = TimeSpan.FromSeconds(5);

    public string Name => "typing";

    public string Summary => "typing in an editor: from key to item, sequences at once, model calls";

    public async Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        await using var daemon = await BuiltDaemon.StartAsync(cancel);
        await using var watcher = DaemonClient.Over(await daemon.ConnectAsync(cancel));
        await using var client = DaemonClient.Over(await daemon.ConnectAsync(cancel));
        var path = Path.Join(daemon.Workspace, "Warehouse.cs");
        var text = await File.ReadAllTextAsync(path, cancel);
        var end = text.TrimEnd().Length - 1;
        var editor = new TypingEditor(client, path, text[..end] + "\n", "\n" + text[end..]);
        await editor.OpenAsync(daemon.Workspace, cancel);
        say("waiting for the first answer: the model and the project are loaded");
        await editor.AskAsync(cancel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watch = WatchAsync(watcher, over.Token);
        say($"typing {Typed.Length} keys");
        var times = await TypeAsync(editor, cancel);
        say("typing along a suggestion");
        var before = await editor.CountsAsync(cancel);
        var along = await TypeAlongAsync(editor, cancel);
        var after = await editor.CountsAsync(cancel);
        await over.CancelAsync();
        var running = await watch;
        return new BenchmarkReport(
            BenchmarkMachine.Describe(),
            (await BuiltDaemon.StatusAsync(watcher, cancel)).Model.Name,
            [
                Plain("key to item, p50", "ms", times.At(0.5), $"of {times.Count} items that came before the next key"),
                Plain("key to item, p95", "ms", times.At(0.95), "the same"),
                Plain("key to item, longest", "ms", times.Highest, "the same; a model that is asked takes most of it"),
                Plain("typed along, p95", "ms", along.At(0.95), $"of {along.Count} keys that agree with what is shown"),
                Plain(
                    "model calls while typing along",
                    "calls",
                    after.Suggestions.ModelCalls - before.Suggestions.ModelCalls,
                    "to be 0"
                ),
                Plain("model calls", "calls", before.Suggestions.ModelCalls, $"for {Typed.Length} keys"),
                Plain("stale answers", "answers", after.Suggestions.Stale, "dropped, because the document had changed"),
                Plain("sequences at once", "sequences", running, "the most at any moment: candidates of one request"),
            ]
        );
    }

    private static Figure Plain(string name, string unit, double value, string remark) =>
        new(name, unit, new Samples([value]), null, null, remark);

    private static async Task<Samples> TypeAsync(TypingEditor editor, CancellationToken cancel)
    {
        var times = new List<double>();
        foreach (var key in Typed.ReplaceLineEndings("\n"))
        {
            using var next = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var started = Stopwatch.GetTimestamp();
            await editor.TypeAsync(key.ToString(), cancel);
            var answer = AnswerAsync(editor, started, next.Token);
            await Task.WhenAny(answer, Task.Delay(key == '\n' ? _thought : _betweenKeys, cancel));
            await Task.Delay(NotBelowZero(_betweenKeys - Stopwatch.GetElapsedTime(started)), cancel);
            await next.CancelAsync();
            if (await answer is { } taken)
            {
                times.Add(taken);
            }
        }
        return Samples.OrNone(times) ?? throw new BenchmarkException("not one key got an item in time");
    }

    /// <returns>Milliseconds from the key to its item; null where none came in time.</returns>
    private static async Task<double?> AnswerAsync(TypingEditor editor, long started, CancellationToken next)
    {
        try
        {
            return (await editor.AskAsync(next)).Length > 0
                ? Stopwatch.GetElapsedTime(started).TotalMilliseconds
                : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<Samples> TypeAlongAsync(TypingEditor editor, CancellationToken cancel)
    {
        var suggestion = await editor.AskAsync(cancel);
        var times = new List<double>();
        for (var typed = 1; typed < suggestion.Length; typed++)
        {
            await editor.TypeAsync(suggestion[(typed - 1)..typed], cancel);
            var started = Stopwatch.GetTimestamp();
            if (await editor.AskAsync(cancel) != suggestion[typed..])
            {
                throw new BenchmarkException($"the rest of '{suggestion}' was not shown after {typed} characters");
            }

            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return Samples.OrNone(times) ?? throw new BenchmarkException("nothing was suggested to type along");
    }

    private static async Task<int> WatchAsync(DaemonClient client, CancellationToken over)
    {
        var most = 0;
        try
        {
            while (true)
            {
                most = Math.Max(most, (await BuiltDaemon.StatusAsync(client, over)).Queue.Running);
                await Task.Delay(_betweenLooks, over);
            }
        }
        catch (OperationCanceledException)
        {
            return most;
        }
    }

    private static TimeSpan NotBelowZero(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
