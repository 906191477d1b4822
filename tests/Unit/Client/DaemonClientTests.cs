using System.IO.Pipelines;
using System.Text.Json;
using GptOssDev.Client;
using GptOssDev.Contracts;
using GptOssDev.Rpc;
using Xunit;

namespace GptOssDev.Tests.Unit.Client;

public sealed class DaemonClientTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Partial_results_arrive_in_order_and_before_the_result()
    {
        await using var daemon = new FakeDaemon(
            async (request, token) =>
            {
                for (var i = 0; i < 500; i++)
                {
                    await ProgressAsync(request.Peer, "p1", $"{i}");
                }
                await ProgressAsync(request.Peer, "somebody-else", "x");
                return "{\"reason\":\"end\"}"u8.ToArray();
            }
        );
        var seen = new List<string>();
        var progressToken = daemon.Client.NewProgressToken();
        using (daemon.Client.OnProgress(progressToken, ProtocolJson.Default.ErrorData, delta => seen.Add(delta.Reason)))
        {
            Assert.Equal("end", (await CallAsync(daemon.Client)).Reason);
        }
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), seen);
        Assert.NotEqual(progressToken, daemon.Client.NewProgressToken());
    }

    [Fact]
    public async Task Error_answer_keeps_its_code_message_and_data()
    {
        await using var daemon = new FakeDaemon(
            (_, _) => throw new RpcException(ErrorCodes.Busy, "later", JsonElement.Parse("""{"reason":"busy"}"""u8))
        );
        var e = await Assert.ThrowsAsync<DaemonException>(() => CallAsync(daemon.Client));
        Assert.Equal((DaemonFailure.Answered, ErrorCodes.Busy, "later"), (e.Reason, e.ErrorCode, e.Message));
        Assert.Equal("busy", e.ErrorData!.Value.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Daemon_that_goes_away_ends_the_call_with_one_line()
    {
        await using var daemon = new FakeDaemon(
            async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return default;
            }
        );
        var call = CallAsync(daemon.Client);
        await daemon.Server.DisposeAsync();
        // Which comes first, the cancelled answer or the end, is the daemon's affair.
        var e = await Assert.ThrowsAsync<DaemonException>(() => call.WaitAsync(_patience));
        Assert.True(e.Reason is DaemonFailure.ConnectionLost or DaemonFailure.Answered);
        var later = await Assert.ThrowsAsync<DaemonException>(() => CallAsync(daemon.Client).WaitAsync(_patience));
        Assert.Equal(DaemonFailure.ConnectionLost, later.Reason);
        Assert.DoesNotContain('\n', later.Message);
    }

    [Fact]
    public async Task Result_of_another_shape_is_an_error_and_not_a_crash()
    {
        await using var daemon = new FakeDaemon(
            (_, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>("[1]"u8.ToArray())
        );
        var e = await Assert.ThrowsAsync<DaemonException>(() => CallAsync(daemon.Client));
        Assert.Equal(DaemonFailure.Answered, e.Reason);
    }

    private static ValueTask ProgressAsync(IRpcPeer peer, string token, string text) =>
        peer.NotifyAsync(
            Methods.Progress,
            new ProgressParams(
                JsonSerializer.SerializeToElement(token, ProtocolJson.Default.String),
                JsonSerializer.SerializeToElement(new ErrorData(text), ProtocolJson.Default.ErrorData)
            ),
            ProtocolJson.Default.ProgressParams,
            CancellationToken.None
        );

    private static Task<ErrorData> CallAsync(DaemonClient client) =>
        client.CallAsync("m", new EmptyParams(), ProtocolJson.Default.EmptyParams, ProtocolJson.Default.ErrorData);

    /// <summary>A real connection that answers with a delegate, and a client at its other end.</summary>
    private sealed class FakeDaemon : IRequestDispatcher, IAsyncDisposable
    {
        private readonly Func<IncomingCall, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> _answer;

        public FakeDaemon(Func<IncomingCall, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> answer)
        {
            _answer = answer;
            var up = new Pipe();
            var down = new Pipe();
            Server = new RpcConnection(up.Reader.AsStream(), down.Writer.AsStream(), this);
            Server.Start();
            var output = up.Writer.AsStream();
            Client = DaemonClient.Over(new DaemonTransport(down.Reader.AsStream(), output, output));
        }

        public RpcConnection Server { get; }

        public DaemonClient Client { get; }

        public ValueTask<ReadOnlyMemory<byte>> DispatchAsync(
            IncomingCall request,
            CancellationToken cancellationToken
        ) => _answer(request, cancellationToken);

        public ValueTask NotifyAsync(IncomingCall notification, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
