using System.Text;
using GptOssDev.Rpc;
using Xunit;

namespace GptOssDev.Tests.Unit.Rpc;

public sealed class MessageTests
{
    [Theory]
    [InlineData("", RpcErrorCodes.ParseError, "null")]
    [InlineData("hello", RpcErrorCodes.ParseError, "null")]
    [InlineData("{", RpcErrorCodes.ParseError, "null")]
    [InlineData("{} {}", RpcErrorCodes.ParseError, "null")]
    [InlineData("[1,", RpcErrorCodes.ParseError, "null")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",}", RpcErrorCodes.ParseError, "null")]
    [InlineData("null", RpcErrorCodes.InvalidRequest, "null")]
    [InlineData("17", RpcErrorCodes.InvalidRequest, "null")]
    [InlineData("[]", RpcErrorCodes.InvalidRequest, "null")]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}]", RpcErrorCodes.InvalidRequest, "null")]
    [InlineData("{}", RpcErrorCodes.InvalidRequest, "null")]
    [InlineData("{\"id\":4,\"method\":\"echo\"}", RpcErrorCodes.InvalidRequest, "4")]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":4,\"method\":\"echo\"}", RpcErrorCodes.InvalidRequest, "4")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":5}", RpcErrorCodes.InvalidRequest, "4")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"echo\"}", RpcErrorCodes.InvalidRequest, "null")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"echo\"}", RpcErrorCodes.InvalidRequest, "null")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"echo\",\"params\":3}", RpcErrorCodes.InvalidRequest, "4")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":4}", RpcErrorCodes.InvalidRequest, "4")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"nope\"}", RpcErrorCodes.MethodNotFound, "\"x\"")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"\\ud800\"}", RpcErrorCodes.MethodNotFound, "4")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"fail\"}", 1234, "4")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"bug\"}", RpcErrorCodes.InternalError, "4")]
    public async Task Bad_message_gets_its_error_and_the_connection_lives(string body, int code, string id)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendAsync(body);
        await peer.ExpectErrorAsync(code, id);
        await peer.ExpectAliveAsync();
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Deep_nesting_is_a_parse_error(string open, string close)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var nested =
            string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"echo","params":{{nested}}}""");
        await peer.ExpectErrorAsync(RpcErrorCodes.ParseError, "null");
        await peer.SendAsync(nested);
        await peer.ExpectErrorAsync(RpcErrorCodes.ParseError, "null");
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_a_parse_error()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendAsync([
            .. Encoding.ASCII.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"ech"""),
            0xFF,
            (byte)'"',
            (byte)'}',
        ]);
        await peer.ExpectErrorAsync(RpcErrorCodes.ParseError, "null");
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Bug_in_a_handler_reaches_the_fault_hook_and_not_the_peer()
    {
        var faults = new List<string>();
        var options = new RpcOptions { OnFault = (method, e) => faults.Add($"{method}: {e.Message}") };
        await using var peer = new RawPeer(new TestDispatcher(), options);
        await peer.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"bug"}""");
        Assert.DoesNotContain("secret", (await peer.ReadAsync()).GetRawText());
        Assert.Equal(["bug: a secret detail"], faults);
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":1}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":77,\"error\":{\"code\":1,\"message\":\"x\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":[1]}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":{}}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":12345}}")]
    public async Task Answer_or_cancellation_for_nothing_is_dropped(string body)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendAsync(body);
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Random_bytes_as_bodies_never_end_the_connection()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var body = new byte[random.Next(0, 200)];
            random.NextBytes(body);
            await peer.SendAsync(body);
            await peer.ExpectErrorAsync(RpcErrorCodes.ParseError, "null");
        }
        await peer.ExpectAliveAsync();
    }
}
