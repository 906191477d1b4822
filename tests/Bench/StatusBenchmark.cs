using System.ComponentModel;
using System.Diagnostics;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench;

/// <summary>
/// How long a person waits for <c>gptoss status --json</c> with a daemon running: whole processes of the built program, beside
/// processes of it that only print their version. The daemon lives in an empty world of its own.
/// </summary>
internal sealed class StatusBenchmark : IBenchmark
{
    private const int Runs = 21;
    private const double GoalMilliseconds = 200;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public string Name => "status";

    public string Summary => "whole-process time of gptoss status --json against a running daemon";

    public async Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var program = Repository.PathOf("artifacts", "gptoss", OperatingSystem.IsWindows() ? "gptoss.exe" : "gptoss");
        if (!File.Exists(program))
        {
            throw new BenchmarkException($"{program} is not built: run it as npm run bench -- status");
        }

        var world = Directory.CreateTempSubdirectory("gptoss-bench-").FullName;
        try
        {
            say($"{Runs} runs of each");
            return await MeasureAsync(program, world, cancel);
        }
        finally
        {
            await StopAsync(program, world);
            Directory.Delete(world, recursive: true);
        }
    }

    private static async Task StopAsync(string program, string world)
    {
        try
        {
            await RunAsync(program, ["stop"], world, CancellationToken.None);
        }
        catch (BenchmarkException)
        {
            // What went wrong before counts; a daemon left over ends by itself when nobody asks it.
        }
    }

    private static async Task<BenchmarkReport> MeasureAsync(string program, string world, CancellationToken cancel)
    {
        string[] status = ["status", "--json"];
        string[] version = ["--version"];
        // Starts the daemon and brings the programs into the disk cache.
        await RunAsync(program, status, world, cancel);
        await RunAsync(program, version, world, cancel);
        var statusTimes = new List<double>();
        var versionTimes = new List<double>();
        for (var i = 0; i < Runs; i++)
        {
            statusTimes.Add((await RunAsync(program, status, world, cancel)).TotalMilliseconds);
            versionTimes.Add((await RunAsync(program, version, world, cancel)).TotalMilliseconds);
        }

        return new BenchmarkReport(
            BenchmarkMachine.Describe(),
            null,
            [
                new Figure(
                    "status",
                    "ms",
                    new Samples(statusTimes),
                    new Samples(versionTimes),
                    Goal.ValueAtMost(GoalMilliseconds),
                    "gptoss --version as a process"
                ),
            ]
        );
    }

    private static async Task<TimeSpan> RunAsync(
        string program,
        string[] arguments,
        string world,
        CancellationToken cancel
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in new[] { "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME" })
        {
            start.Environment[name] = Directory.CreateDirectory(Path.Join(world, name)).FullName;
        }

        start.Environment["HOME"] = world;
        start.Environment.Remove("GPTOSS_ENDPOINT");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_patience);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await output;
            var taken = Stopwatch.GetElapsedTime(started);
            return process.ExitCode == 0
                ? taken
                : throw new BenchmarkException(
                    $"gptoss {string.Join(' ', arguments)} ended with {process.ExitCode}: {(await errors).Trim()}"
                );
        }
        catch (Win32Exception e)
        {
            throw new BenchmarkException($"{program} cannot be started: {e.Message}", e);
        }
    }
}
