using System.Text;
using GptOssDev.Rpc;
using Xunit;

namespace GptOssDev.Tests.Unit.Rpc;

public sealed class FramingTests
{
    [Fact]
    public async Task Frame_in_single_bytes_is_answered()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var body = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"echo","params":["ä"]}""");
        byte[] frame =
        [
            .. Encoding.ASCII.GetBytes($"content-length:{body.Length}\r\nContent-Type: application/json\r\n\r\n"),
            .. body,
        ];
        foreach (var b in frame)
        {
            await peer.SendRawAsync(new[] { b });
        }
        await peer.ExpectResultAsync("1", """["ä"]""");
    }

    [Fact]
    public async Task Many_frames_in_one_write_are_all_answered()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var text = new StringBuilder();
        for (var i = 0; i < 50; i++)
        {
            var body = $$"""{"jsonrpc":"2.0","id":{{i}},"method":"echo","params":[{{i}}]}""";
            text.Append($"Content-Length: {body.Length}\r\n\r\n{body}");
        }
        await peer.SendRawAsync(text.ToString());
        for (var i = 0; i < 50; i++)
        {
            await peer.ExpectResultAsync($"{i}", $"[{i}]");
        }
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\"}")]
    [InlineData("\r\n\r\n")]
    [InlineData("Content-Type: x\r\n\r\n")]
    [InlineData("Content-Length: -5\r\n\r\n")]
    [InlineData("Content-Length: +5\r\n\r\n")]
    [InlineData("Content-Length: 5.0\r\n\r\n")]
    [InlineData("Content-Length: 0x10\r\n\r\n")]
    [InlineData("Content-Length: \r\n\r\n")]
    [InlineData("Content-Length: 99999999999999999999999999\r\n\r\n")]
    [InlineData("Content-Length: 9223372036854775807\r\n\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("Content-Length 5\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\0\0\0\0")]
    public async Task Header_that_makes_no_sense_is_answered_once_and_ends_the_connection(string header)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendRawAsync(header);
        await peer.ExpectErrorAsync(RpcErrorCodes.ParseError, "null");
        Assert.Equal(RpcConnectionEnd.FramingLost, (await peer.Connection.Completion).Reason);
    }

    [Fact]
    public async Task Header_without_end_is_refused_at_its_limit()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendRawAsync("X-Long: " + new string('a', 5000));
        await peer.ExpectErrorAsync(RpcErrorCodes.ParseError, "null");
        Assert.Equal(RpcConnectionEnd.FramingLost, (await peer.Connection.Completion).Reason);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused_before_it_is_sent_and_skipped()
    {
        await using var peer = new RawPeer(new TestDispatcher(), new RpcOptions { MaxBodyBytes = 1000 });
        await peer.SendRawAsync("Content-Length: 300000\r\n\r\n");
        await peer.ExpectErrorAsync(RpcErrorCodes.InvalidRequest, "null");
        for (var i = 0; i < 30; i++)
        {
            await peer.SendRawAsync(new string('{', 10_000));
        }
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Body_at_the_limit_is_taken()
    {
        var body = """{"jsonrpc":"2.0","id":1,"method":"echo","params":[]}""";
        await using var peer = new RawPeer(new TestDispatcher(), new RpcOptions { MaxBodyBytes = body.Length });
        await peer.SendAsync(body);
        await peer.ExpectResultAsync("1", "[]");
    }

    [Theory]
    [InlineData("Content-Len")]
    [InlineData("Content-Length: 10\r\n\r\n{\"a\"")]
    public async Task Bytes_that_end_within_a_message_end_the_connection_quietly(string bytes)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendRawAsync(bytes);
        peer.EndInput();
        Assert.Equal(RpcConnectionEnd.Truncated, (await peer.Connection.Completion).Reason);
    }

    [Fact]
    public async Task Input_that_ends_between_messages_ends_the_connection()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.ExpectAliveAsync();
        peer.EndInput();
        Assert.Equal(RpcConnectionEnd.PeerClosed, (await peer.Connection.Completion).Reason);
    }
}
