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

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Exit_ends_the_bridge_with_both_sides_still_open(bool saysShutdown, int code)
    {
        var run = Start();
        var text =
            (saysShutdown ? Frame("""{"jsonrpc":"2.0","id":1,"method":"shutdown"}""") : "")
            + Frame("""{"jsonrpc":"2.0","method":"exit"}""");
        // One byte at a time: nothing depends on how the stream is cut.
        foreach (var letter in System.Text.Encoding.UTF8.GetBytes(text))
        {
            await _fromEditor.Writer.WriteAsync(new[] { letter });
        }

        Assert.Equal(code, await run);
        await _toDaemon.Writer.CompleteAsync();
        var passed = new MemoryStream();
        await _toDaemon.Reader.CopyToAsync(passed);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(passed.ToArray()));
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":[\"exit\",{\"method\":\"exit\"}]}")]
    [InlineData("[\"method\",\"exit\"]")]
    [InlineData("{\"method\":\"exit")]
    public async Task Message_that_only_mentions_exit_does_not_end_the_bridge(string message)
    {
        var run = Start();
        await _fromEditor.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Frame(message)));
        await _fromEditor.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Frame(new string('x', 5000))));
        await _toDaemon.Reader.ReadAtLeastAsync(5000);
        Assert.False(run.IsCompleted);
        await _fromEditor.Writer.CompleteAsync();
        await _fromDaemon.Writer.CompleteAsync();
        Assert.Equal(ExitCodes.Done, await run);
    }

    private static string Frame(string body) => $"Content-Length: {body.Length}\r\n\r\n{body}";

    private Task<int> Start() =>
        new LspBridge(_fromEditor.Reader.AsStream(), _toEditor).RunAsync(
            _fromDaemon.Reader.AsStream(),
            _toDaemon.Writer.AsStream(),
            CancellationToken.None
        );
}
