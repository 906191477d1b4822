using System.Text.Json;
using GptOssDev.Contracts;
using GptOssDev.Rpc;
using Xunit;

namespace GptOssDev.Tests.Unit.Rpc;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Cancelled_request_is_answered_exactly_once()
    {
        var dispatcher = new TestDispatcher();
        await using var peer = new RawPeer(dispatcher);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":"a","method":"hang"}""");
        await dispatcher.Hanging.Task;
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"a"}}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"a"}}""");
        await peer.ExpectErrorAsync(RpcErrorCodes.RequestCancelled, "\"a\"");
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Slow_request_does_not_hold_up_others()
    {
        var dispatcher = new TestDispatcher();
        await using var peer = new RawPeer(dispatcher);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"gate"}""");
        await peer.ExpectAliveAsync();
        dispatcher.Gate.SetResult();
        await peer.ExpectResultAsync("1", "\"passed\"");
    }

    [Fact]
    public async Task Id_in_use_is_refused_and_free_again_after_its_answer()
    {
        var dispatcher = new TestDispatcher();
        await using var peer = new RawPeer(dispatcher);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"gate"}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"echo"}""");
        await peer.ExpectErrorAsync(RpcErrorCodes.InvalidRequest, "null");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":"1","method":"echo","params":[]}""");
        await peer.ExpectResultAsync("\"1\"", "[]");
        dispatcher.Gate.SetResult();
        await peer.ExpectResultAsync("1", "\"passed\"");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"echo","params":[]}""");
        await peer.ExpectResultAsync("1", "[]");
    }

    [Fact]
    public async Task Requests_past_the_limit_are_refused()
    {
        var dispatcher = new TestDispatcher();
        await using var peer = new RawPeer(
            dispatcher,
            new RpcOptions { MaxConcurrentRequests = 2, BusyCode = ErrorCodes.Busy }
        );
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"gate"}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":2,"method":"gate"}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":3,"method":"echo"}""");
        await peer.ExpectErrorAsync(ErrorCodes.Busy, "3");
        dispatcher.Gate.SetResult();
        Assert.Equal(
            [1, 2],
            new[] { await peer.ReadAsync(), await peer.ReadAsync() }
                .Select(answer => answer.GetProperty("id").GetInt32())
                .Order()
        );
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Notifications_arrive_in_order()
    {
        var dispatcher = new TestDispatcher();
        await using var peer = new RawPeer(dispatcher);
        for (var i = 0; i < 1000; i++)
        {
            await peer.SendAsync($$"""{"jsonrpc":"2.0","method":"tick","params":[{{i}}]}""");
        }
        await peer.ExpectAliveAsync();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"[{i}]"), dispatcher.Notifications);
    }

    [Fact]
    public async Task Peer_that_does_not_read_is_dropped()
    {
        var options = new RpcOptions { MaxQueuedBytes = 1_000_000, CloseTimeout = TimeSpan.FromMilliseconds(50) };
        var peer = new RawPeer(new TestDispatcher(), options, pauseWriterAt: 1000);
        for (var i = 0; i < 30; i++)
        {
            await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{i}},"method":"big"}""");
        }
        var end = await peer.Connection.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(RpcConnectionEnd.PeerTooSlow, end.Reason);
    }

    [Fact]
    public async Task End_of_the_connection_cancels_running_requests()
    {
        var dispatcher = new TestDispatcher();
        await using var peer = new RawPeer(dispatcher);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"hang"}""");
        await dispatcher.Hanging.Task;
        peer.EndInput();
        await peer.ExpectErrorAsync(RpcErrorCodes.RequestCancelled, "1");
    }

    [Fact]
    public async Task Call_gets_the_answer_with_its_id()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var first = CallAsync(peer, "one");
        var second = CallAsync(peer, "two");
        Assert.Equal("one", (await peer.ReadAsync()).GetProperty("method").GetString());
        Assert.Equal("two", (await peer.ReadAsync()).GetProperty("method").GetString());
        await peer.SendAsync("""{"jsonrpc":"2.0","id":2,"result":"b"}""");
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"result":"a"}""");
        Assert.Equal("a", (await first).GetString());
        Assert.Equal("b", (await second).GetString());
    }

    [Fact]
    public async Task Call_answered_with_an_error_throws_it()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var call = CallAsync(peer, "one");
        await peer.ReadAsync();
        await peer.SendAsync(
            """{"jsonrpc":"2.0","id":1,"error":{"code":1002,"message":"no model","data":{"reason":"x"}}}"""
        );
        var e = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal((1002, "no model"), (e.Code, e.Message));
        Assert.Equal("x", e.ErrorData!.Value.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"code\":\"x\",\"message\":\"y\"}")]
    public async Task Malformed_error_ends_the_call_and_not_the_connection(string error)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var call = CallAsync(peer, "one");
        await peer.ReadAsync();
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":1,"error":{{error}}}""");
        await Assert.ThrowsAsync<RpcException>(() => call);
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Cancelled_call_tells_the_peer_and_drops_the_late_answer()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        using var cancel = new CancellationTokenSource();
        var call = CallAsync(peer, "one", cancel.Token);
        await peer.ReadAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var told = await peer.ReadAsync();
        Assert.Equal("$/cancelRequest", told.GetProperty("method").GetString());
        Assert.Equal(1, told.GetProperty("params").GetProperty("id").GetInt32());
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"error":{"code":-32800,"message":"cancelled"}}""");
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task End_of_the_connection_fails_open_and_later_calls()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var call = CallAsync(peer, "one");
        await peer.ReadAsync();
        peer.EndInput();
        var open = await Assert.ThrowsAsync<RpcConnectionException>(() => call);
        Assert.Equal(RpcConnectionEnd.PeerClosed, open.Reason);
        await peer.Connection.Completion;
        await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(peer, "two"));
    }

    [Fact]
    public async Task Dispose_cancels_running_requests_and_ends_the_connection()
    {
        var dispatcher = new TestDispatcher();
        await using var peer = new RawPeer(dispatcher);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"hang"}""");
        await dispatcher.Hanging.Task;
        await peer.Connection.DisposeAsync();
        await peer.ExpectErrorAsync(RpcErrorCodes.RequestCancelled, "1");
        Assert.Equal(RpcConnectionEnd.Closed, (await peer.Connection.Completion).Reason);
    }

    private static Task<JsonElement> CallAsync(RawPeer peer, string method, CancellationToken token = default) =>
        peer.Connection.RequestAsync(
            method,
            new EmptyParams(),
            ProtocolJson.Default.EmptyParams,
            ProtocolJson.Default.JsonElement,
            token
        );
}
