using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Client.Settings;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class DaemonCommandTests : IDisposable
{
    private static readonly StatusResult _status = new(
        "0.1.0",
        int.MaxValue,
        "/run/x.sock",
        new ModelStatus("gpt-oss-nano", "/m.gguf", "gpt-oss", 419_900_000, 244_808_672, 32768, "cpu", 0, "ready"),
        new MemoryStatus(1 << 20, 1 << 10),
        new QueueStatus(0, 0, 0),
        1,
        12.5
    );

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Status_json_is_the_contracts_object()
    {
        _cli.Daemon.Answer(DaemonMethods.Status, _status);

        var run = await _cli.RunAsync("status", "--json");

        Assert.Equal((ExitCodes.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal("ready", run.Json.GetProperty("model").GetProperty("state").GetString());
        Assert.Equal(12.5, run.Json.GetProperty("uptimeSeconds").GetDouble());
        Assert.Single(run.Out.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Status_text_has_model_and_queue()
    {
        _cli.Daemon.Answer(DaemonMethods.Status, _status);

        var run = await _cli.RunAsync("status");

        Assert.Contains("model     gpt-oss-nano, ready\n", run.Out);
        Assert.Contains("queue     0 running, 0 waiting, 0 requests\n", run.Out);
    }

    [Fact]
    public async Task Status_text_says_how_the_model_lies_in_memory()
    {
        _cli.Daemon.Answer(
            DaemonMethods.Status,
            _status with
            {
                Model = _status.Model with
                {
                    Backend = "CUDA0",
                    GpuLayers = 24,
                    CpuExpertLayers = 7,
                    Threads = 8,
                    BatchTokens = 512,
                    FlashAttention = true,
                    KvType = "q8_0",
                    Note = "x: memory is short",
                },
                Memory = new MemoryStatus(
                    1 << 20,
                    1 << 10,
                    3L << 30,
                    new ModelMemory(2L << 30, 0, 5 << 20),
                    new ModelMemory(9L << 30, 1L << 30, 400 << 20),
                    [new DeviceMemory("CUDA0", "Card", 2L << 30, 12L << 30)]
                ),
            }
        );

        var run = await _cli.RunAsync("status");

        Assert.Contains(
            """
            backend   CUDA0, 24 layers on the GPU, experts of 7 layers on the CPU, 8 threads
            context   32768 tokens in q8_0, flash attention on, batches of 512
            memory    1 MiB, 3 GiB more available
                      model: weights 2 GiB, cache 0 KiB, buffers 5 MiB
                      on the GPU: weights 9 GiB, cache 1 GiB, buffers 400 MiB
                      CUDA0 (Card): 2 GiB of 12 GiB free
            note      x: memory is short

            """,
            run.Out
        );
    }

    [Fact]
    public async Task Stop_without_a_daemon_is_done_and_starts_none()
    {
        _cli.Connector.Failure = new DaemonException(DaemonFailure.NotRunning, "none");

        var run = await _cli.RunAsync("stop");

        Assert.Equal((ExitCodes.Done, "no daemon runs\n"), (run.ExitCode, run.Out));
        Assert.False(Assert.Single(_cli.Connector.Wishes).Start);
    }

    [Fact]
    public async Task Stop_shuts_down()
    {
        _cli.Daemon.Answer(DaemonMethods.Status, _status);
        _cli.Daemon.Answer(DaemonMethods.Shutdown, new EmptyResult());

        var run = await _cli.RunAsync("stop");

        Assert.Equal((ExitCodes.Done, "the daemon has stopped\n"), (run.ExitCode, run.Out));
        Assert.Equal(Methods.Shutdown, _cli.Daemon.Calls[^1].Method);
    }

    [Fact]
    public async Task Serve_says_where_the_daemon_is()
    {
        _cli.Daemon.Answer(DaemonMethods.Status, _status);

        var run = await _cli.RunAsync("serve");

        Assert.Contains("/run/x.sock", run.Out);
    }

    [Fact]
    public async Task Serve_in_the_foreground_without_a_program_says_what_mends_it()
    {
        _cli.ProgramFolder = _cli.Work;

        var run = await _cli.RunAsync("serve", "--foreground");

        Assert.Equal(ExitCodes.Environment, run.ExitCode);
        Assert.Contains("GPTOSS_DAEMON", run.OneErrorLine);
    }

    [Theory]
    [InlineData(null, "a\nb\nc\n")]
    [InlineData("2", "b\nc\n")]
    [InlineData("0", "")]
    [InlineData("9", "a\nb\nc\n")]
    public async Task Logs_show_the_last_lines(string? lines, string expected)
    {
        var log = UserFiles.DaemonLog(_cli.Connector.Folders);
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        await File.WriteAllTextAsync(log, "a\nb\nc\n");

        var run = await _cli.RunAsync(["logs", .. lines is null ? Array.Empty<string>() : ["--lines", lines]]);

        Assert.Equal((ExitCodes.Done, expected), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task Logs_that_are_not_there_say_how_to_get_some()
    {
        var run = await _cli.RunAsync("logs");

        Assert.Equal(ExitCodes.Environment, run.ExitCode);
        Assert.Contains("gptoss serve", run.OneErrorLine);
    }

    [Fact]
    public async Task Model_list_marks_the_default_and_the_unusable()
    {
        _cli.Daemon.Answer(
            DaemonMethods.ModelList,
            new ModelListResult([
                new ModelEntry("nano", "/m/nano.gguf", "bundled", 1 << 20, true),
                new ModelEntry("torn", "/m/torn.gguf", "user", 10, false, "truncated"),
            ])
        );

        var run = await _cli.RunAsync("model", "list");
        var json = await _cli.RunAsync("model", "list", "--json");

        Assert.Contains("nano *", run.Out);
        Assert.Contains("unusable: truncated", run.Out);
        Assert.Equal("torn", json.Json.GetProperty("models")[1].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("gpt-oss-nano", "gpt-oss-nano")]
    [InlineData("sub/x.gguf", null)]
    public async Task Model_inspect_makes_paths_whole(string named, string? sent)
    {
        _cli.Daemon.Throw(
            DaemonMethods.ModelInspect,
            new DaemonException(DaemonFailure.Answered, "no such model") { ErrorCode = ErrorCodes.BadInput }
        );

        var run = await _cli.RunAsync("model", "inspect", named);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Equal(
            sent ?? Path.Combine(_cli.Work, "sub", "x.gguf"),
            _cli.Daemon.Calls[0].Params.GetProperty("name").GetString()
        );
    }

    [Fact]
    public async Task Doctor_is_healthy_when_nothing_is_a_problem()
    {
        _cli.Daemon.Answer(
            DaemonMethods.Doctor,
            new DoctorResult([new DoctorCheck("model", "warning", "small", "pull one")])
        );

        var run = await _cli.RunAsync("doctor", "--json");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.True(run.Json.GetProperty("healthy").GetBoolean());
        var names = run
            .Json.GetProperty("checks")
            .EnumerateArray()
            .Select(check => check.GetProperty("name").GetString());
        Assert.Contains("model", names);
        Assert.Contains(".NET SDK", names);
    }

    [Fact]
    public async Task Doctor_works_without_a_daemon_and_tells_every_problem()
    {
        _cli.Connector.Failure = new DaemonException(DaemonFailure.StartFailed, "no library was found");
        _cli.Write(".gptoss.json", "[");

        var run = await _cli.RunAsync("doctor");

        Assert.Equal(ExitCodes.Environment, run.ExitCode);
        Assert.Contains("problem  daemon: no library was found", run.Out);
        Assert.Contains("problem  settings: ", run.Out);
        Assert.Contains("2 problems are in the way", run.Out);
    }
}
