using System.IO.Pipelines;
using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class LspBridgeTests : IDisposable
{
    private readonly Pipe fromEditor = new();
    private readonly Pipe toDaemon = new();
    private readonly Pipe fromDaemon = new();
    private readonly MemoryStream toEditor = new();

    public void Dispose() => toEditor.Dispose();

    [Fact]
    public async Task Bridge_passes_every_byte_both_ways()
    {
        var run = Start();
        byte[] large = [.. Enumerable.Range(0, 200_000).Select(index => (byte)index)];
        var received = new MemoryStream();
        var reading = toDaemon.Reader.CopyToAsync(received);
        await fromEditor.Writer.WriteAsync(large);
        await fromDaemon.Writer.WriteAsync("answer"u8.ToArray());
        await fromEditor.Writer.CompleteAsync();
        await fromDaemon.Writer.CompleteAsync();

        Assert.Equal(ExitCodes.Done, await run);
        await toDaemon.Writer.CompleteAsync();
        await reading;
        Assert.Equal(large, received.ToArray());
        Assert.Equal("answer"u8.ToArray(), toEditor.ToArray());
    }

    [Fact]
    public async Task Daemon_that_goes_away_is_a_failure()
    {
        var run = Start();
        await fromDaemon.Writer.CompleteAsync();

        var problem = await Assert.ThrowsAsync<CliException>(() => run);
        Assert.Equal(ExitCodes.Environment, problem.ExitCode);
    }

    [Fact]
    public async Task Daemon_that_ends_after_exit_is_none()
    {
        var run = Start();
        await fromEditor.Writer.WriteAsync("{\"jsonrpc\":\"2.0\",\"me"u8.ToArray());
        await fromEditor.Writer.WriteAsync("thod\":\"exit\"}"u8.ToArray());
        var passed = 0L;
        while (passed < 33)
        {
            var read = await toDaemon.Reader.ReadAsync();
            passed = read.Buffer.Length;
            toDaemon.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        await fromDaemon.Writer.CompleteAsync();

        Assert.Equal(ExitCodes.Done, await run);
    }

    private Task<int> Start() =>
        new LspBridge(fromEditor.Reader.AsStream(), toEditor).RunAsync(
            fromDaemon.Reader.AsStream(),
            toDaemon.Writer.AsStream(),
            CancellationToken.None
        );
}
