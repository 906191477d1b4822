using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using GptOssDev.Contracts;
using GptOssDev.Rpc;
using Xunit;

namespace GptOssDev.Tests.Unit.Rpc;

/// <summary>
/// A peer that speaks bytes, at the other end of a connection under test. Disposing it ends its output and asserts that every
/// message it got was read by the test.
/// </summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly Pipe _toConnection = new();
    private readonly Pipe _fromConnection;
    private bool _inputEnded;

    public RawPeer(IRequestDispatcher dispatcher, RpcOptions? options = null, long pauseWriterAt = 1 << 20)
    {
        _fromConnection = new Pipe(new PipeOptions(pauseWriterThreshold: pauseWriterAt, resumeWriterThreshold: 1));
        Connection = new RpcConnection(
            _toConnection.Reader.AsStream(),
            _fromConnection.Writer.AsStream(),
            dispatcher,
            options
        );
        Connection.Start();
    }

    public RpcConnection Connection { get; }

    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes) => await _toConnection.Writer.WriteAsync(bytes);

    public Task SendRawAsync(string text) => SendRawAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(string json) => SendAsync(Encoding.UTF8.GetBytes(json));

    public async Task SendAsync(byte[] body)
    {
        await SendRawAsync($"Content-Length: {body.Length}\r\n\r\n");
        await SendRawAsync(body);
    }

    /// <summary>The connection under test sends a notification.</summary>
    public ValueTask NotifyAsync(string method) =>
        Connection.NotifyAsync(method, new EmptyParams(), ProtocolJson.Default.EmptyParams, CancellationToken.None);

    public void EndInput()
    {
        if (!_inputEnded)
        {
            _toConnection.Writer.Complete();
        }
        _inputEnded = true;
    }

    /// <summary>The next message; fails the test when none comes.</summary>
    public async Task<JsonElement> ReadAsync() =>
        await TryReadAsync() ?? throw new InvalidOperationException("the connection ended without a message");

    /// <summary>The next message, or null when the connection ended.</summary>
    public async Task<JsonElement?> TryReadAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        while (true)
        {
            var read = await _fromConnection.Reader.ReadAsync(patience.Token);
            var bytes = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
            var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var length = int.Parse(Encoding.ASCII.GetString(bytes, 0, end)["Content-Length: ".Length..]);
                if (bytes.Length >= end + 4 + length)
                {
                    _fromConnection.Reader.AdvanceTo(read.Buffer.GetPosition(end + 4 + length));
                    return JsonElement.Parse(bytes.AsSpan(end + 4, length));
                }
            }
            _fromConnection.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                Assert.Empty(bytes);
                return null;
            }
        }
    }

    /// <summary>The next message must be this error for this id.</summary>
    public async Task ExpectErrorAsync(int code, string idJson)
    {
        var answer = await ReadAsync();
        Assert.Equal(idJson, answer.GetProperty("id").GetRawText());
        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.DoesNotContain('\n', answer.GetProperty("error").GetProperty("message").GetString()!);
    }

    /// <summary>The next message must be this result for this id.</summary>
    public async Task ExpectResultAsync(string idJson, string resultJson)
    {
        var answer = await ReadAsync();
        Assert.Equal(idJson, answer.GetProperty("id").GetRawText());
        Assert.True(answer.TryGetProperty("result", out var result), answer.GetRawText());
        Assert.Equal(resultJson, result.GetRawText());
    }

    /// <summary>The connection must still answer.</summary>
    public async Task ExpectAliveAsync()
    {
        await SendAsync("""{"jsonrpc":"2.0","id":"alive","method":"echo","params":{"still":"here"}}""");
        await ExpectResultAsync("\"alive\"", """{"still":"here"}""");
    }

    public async ValueTask DisposeAsync()
    {
        EndInput();
        await Connection.Completion.WaitAsync(_patience);
        var unread = await TryReadAsync();
        Assert.True(unread is null, "unread: " + unread?.GetRawText());
    }
}
