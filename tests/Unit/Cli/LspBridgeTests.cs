using System.IO.Pipelines;
using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class LspBridgeTests : IDisposable
{
    private readonly Pipe _fromEditor = new();
    private readonly Pipe _toDaemon = new();
    private readonly Pipe _fromDaemon = new();
    private readonly MemoryStream _toEditor = new();

    public void Dispose() => _toEditor.Dispose();

    [Fact]
    public async Task Bridge_passes_every_byte_both_ways()
    {
        var run = Start();
        byte[] large = [.. Enumerable.Range(0, 200_000).Select(index => (byte)index)];
        var received = new MemoryStream();
        var reading = _toDaemon.Reader.CopyToAsync(received);
        await _fromEditor.Writer.WriteAsync(large);
        await _fromDaemon.Writer.WriteAsync("answer"u8.ToArray());
        await _fromEditor.Writer.CompleteAsync();
        await _fromDaemon.Writer.CompleteAsync();

        Assert.Equal(ExitCodes.Done, await run);
        await _toDaemon.Writer.CompleteAsync();
        await reading;
        Assert.Equal(large, received.ToArray());
        Assert.Equal("answer"u8.ToArray(), _toEditor.ToArray());
    }

    [Fact]
    public async Task Daemon_that_goes_away_is_a_failure()
    {
        var run = Start();
        await _fromDaemon.Writer.CompleteAsync();

        var problem = await Assert.ThrowsAsync<CliException>(() => run);
        Assert.Equal(ExitCodes.Environment, problem.ExitCode);
    }

    [Fact]
    public async Task Daemon_that_ends_after_exit_is_none()
    {
        var run = Start();
        await _fromEditor.Writer.WriteAsync("{\"jsonrpc\":\"2.0\",\"me"u8.ToArray());
        await _fromEditor.Writer.WriteAsync("thod\":\"exit\"}"u8.ToArray());
        var passed = 0L;
        while (passed < 33)
        {
            var read = await _toDaemon.Reader.ReadAsync();
            passed = read.Buffer.Length;
            _toDaemon.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        await _fromDaemon.Writer.CompleteAsync();

        Assert.Equal(ExitCodes.Done, await run);
    }

    private Task<int> Start() =>
        new LspBridge(_fromEditor.Reader.AsStream(), _toEditor).RunAsync(
            _fromDaemon.Reader.AsStream(),
            _toDaemon.Writer.AsStream(),
            CancellationToken.None
        );
}
