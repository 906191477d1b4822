using System.Diagnostics;
using System.Globalization;
using GptOssDev.Client;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Soak;

/// <summary>
/// The real daemon under mixed load for a long time: keystrokes, chats, reviews and background work of clients that cancel and
/// die at random. Memory must not grow, no request may be lost and nothing may be left behind.
/// </summary>
internal sealed class SoakBenchmark(BenchmarkArguments arguments) : IBenchmark
{
    private const int DefaultMinutes = 30;
    private const double Growth = 1.02;
    private static readonly TimeSpan _settling = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lettingGo = TimeSpan.FromSeconds(10);

    private static readonly SoakKind[] _clients =
    [
        SoakKind.Keystroke,
        SoakKind.Keystroke,
        SoakKind.Chat,
        SoakKind.Chat,
        SoakKind.Review,
        SoakKind.Background,
    ];

    private readonly TimeSpan _length = TimeSpan.FromMinutes(arguments.Minutes ?? DefaultMinutes);

    public string Name => "soak";

    public string Summary => "the daemon under mixed load for --minutes N: memory, lost requests";

    public async Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        await using var daemon = await BuiltDaemon.StartAsync(cancel);
        var tally = new SoakTally();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var clients = Task.WhenAll(
            _clients.Select((kind, i) => new SoakClient(daemon, kind, seed: i + 1, tally).RunAsync(end.Token))
        );
        var memory = await WatchAsync(daemon, tally, clients, say, cancel);
        await end.CancelAsync();
        await clients;
        await using var client = DaemonClient.Over(await daemon.ConnectAsync(cancel));
        return new BenchmarkReport(
            BenchmarkMachine.Describe(),
            (await BuiltDaemon.StatusAsync(client, cancel)).Model.Name,
            Figures(memory, tally, await LeftBehindAsync(client, cancel))
        );
    }

    /// <summary>Resident memory by the time it was read, until the time is up.</summary>
    private async Task<List<(TimeSpan At, double Mebibytes)>> WatchAsync(
        BuiltDaemon daemon,
        SoakTally tally,
        Task clients,
        Action<string> say,
        CancellationToken cancel
    )
    {
        var memory = new List<(TimeSpan At, double Mebibytes)>();
        var started = Stopwatch.GetTimestamp();
        var told = TimeSpan.Zero;
        for (var at = TimeSpan.Zero; at < _length; at = Stopwatch.GetElapsedTime(started))
        {
            if (clients.IsFaulted)
            {
                // Awaited for what it failed with.
                await clients;
            }

            memory.Add((at, daemon.ResidentMebibytes()));
            if (at - told >= _window)
            {
                told = at;
                say(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"minute {at.TotalMinutes:0}: {memory[^1].Mebibytes:0} MiB, {tally}"
                    )
                );
            }

            await Task.Delay(_second, cancel);
        }

        return memory;
    }

    /// <summary>Requests that the daemon still has although all their clients are done.</summary>
    private static async Task<int> LeftBehindAsync(DaemonClient client, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var queue = (await BuiltDaemon.StatusAsync(client, cancel)).Queue;
            var left = queue.Running + queue.Waiting + queue.Requests;
            if (left == 0 || Stopwatch.GetElapsedTime(started) > _lettingGo)
            {
                return left;
            }

            await Task.Delay(_second, cancel);
        }
    }

    private IReadOnlyList<Figure> Figures(List<(TimeSpan At, double Mebibytes)> memory, SoakTally tally, int left)
    {
        // A short run, for trying out, settles in a part of its time.
        var settling = Smaller(_settling, _length / 6);
        var window = Smaller(_window, _length / 6);
        var early = memory.Where(m => m.At >= settling && m.At < settling + window).Select(m => m.Mebibytes);
        var late = memory.Where(m => m.At >= _length - window).Select(m => m.Mebibytes);
        var lost = tally.Of(SoakOutcome.Lost);
        return
        [
            new Figure(
                "memory",
                "MiB",
                new Samples(late),
                new Samples(early),
                Goal.RatioAtMost(Growth),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"resident memory of the daemon after {settling.TotalMinutes:0.#} minutes; the value is that of the end of {_length.TotalMinutes:0} minutes, each over {window.TotalSeconds:0} s"
                )
            ),
            new Figure(
                "lost requests",
                "requests",
                new Samples([lost]),
                new Samples([tally.Sent]),
                Goal.ValueAtMost(0),
                $"all requests: {tally}"
            ),
            new Figure(
                "left behind",
                "requests",
                new Samples([left]),
                new Samples([tally.Sent]),
                Goal.ValueAtMost(0),
                $"all requests; the value is what the daemon still runs {_lettingGo.TotalSeconds:0} s after the last reply"
            ),
        ];
    }

    private static TimeSpan Smaller(TimeSpan some, TimeSpan other) => some < other ? some : other;
}
