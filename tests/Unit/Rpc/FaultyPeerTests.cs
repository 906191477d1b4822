using System.Net.Sockets;
using System.Text;
using GptOssDev.Rpc;
using Xunit;

namespace GptOssDev.Tests.Unit.Rpc;

/// <summary>What a faulty or hostile peer sends to one connection, and faults of this side.</summary>
public sealed class FaultyPeerTests
{
    private const int MutatedFrames = 10_000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private static readonly byte[][] _goodBodies =
    [
        .. new[]
        {
            """{"jsonrpc":"2.0","id":1,"method":"echo","params":{"a":[1,2,{"b":null}],"c":"ä\n"}}""",
            """{"jsonrpc":"2.0","id":"x","method":"fail","params":[1]}""",
            """{"jsonrpc":"2.0","method":"tick","params":{"n":1}}""",
            """{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}""",
            """{"jsonrpc":"2.0","id":7,"result":{"a":1}}""",
            """{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"m","data":[1]}}""",
            """{"jsonrpc":"2.0","id":2,"method":"echo","params":null,"traceparent":"00-1","tracestate":"a"}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public async Task Mutated_bodies_never_end_the_connection_and_are_no_bug()
    {
        var faults = new List<string>();
        await using var peer = new RawPeer(new TestDispatcher(), WithFaults(faults));
        var random = new Random(5);
        for (var i = 1; i <= MutatedFrames; i++)
        {
            await peer.SendAsync(Mutate(_goodBodies[random.Next(_goodBodies.Length)], random));
            if (i % 100 == 0)
            {
                await peer.SendAsync($$"""{"jsonrpc":"2.0","id":"after {{i}}","method":"echo","params":[]}""");
                while ((await peer.ReadAsync()).GetProperty("id").ToString() != $"after {i}") { }
            }
        }
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Mutated_headers_end_their_connection_or_not_and_are_no_bug()
    {
        var faults = new List<string>();
        var random = new Random(6);
        for (var i = 0; i < 1000; i++)
        {
            var peer = new RawPeer(new TestDispatcher(), WithFaults(faults));
            byte[] frame =
            [
                .. "Content-Length: 46\r\n\r\n"u8,
                .. """{"jsonrpc":"2.0","id":1,"method":"echo","x":1}"""u8,
            ];
            await peer.SendRawAsync(Mutate(frame.AsSpan(0, 24).ToArray(), random));
            peer.EndInput();
            var end = await peer.Connection.Completion.WaitAsync(_patience);
            Assert.NotEqual(RpcConnectionEnd.InternalError, end.Reason);
        }
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":[],\"traceparent\":5}", "[]")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":[],\"joinableTaskToken\":{}}", "[]")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":null}", "null")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}", "null")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":[1],\"result\":2,\"error\":3}", "[1]")]
    public async Task Members_that_do_not_concern_a_request_are_ignored(string body, string result)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendAsync(body);
        await peer.ExpectResultAsync("1", result);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    [InlineData("\"\\ud800\"")]
    [InlineData("true")]
    public async Task Id_that_is_no_whole_number_and_no_text_is_refused(string id)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"echo"}""");
        await peer.ExpectErrorAsync(RpcErrorCodes.InvalidRequest, "null");
        await peer.ExpectAliveAsync();
    }

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public async Task Id_is_bounded(int length, bool isTaken)
    {
        await using var peer = new RawPeer(new TestDispatcher());
        var id = $"\"{new string('i', length)}\"";
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"echo","params":[]}""");
        await (
            isTaken ? peer.ExpectResultAsync(id, "[]") : peer.ExpectErrorAsync(RpcErrorCodes.InvalidRequest, "null")
        );
    }

    [Fact]
    public async Task Method_is_bounded()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{new string('m', 300)}}"}""");
        await peer.ExpectErrorAsync(RpcErrorCodes.MethodNotFound, "1");
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Body_of_32_MiB_is_taken_and_one_byte_more_is_refused()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        const int limit = 32 * 1024 * 1024;
        const string start = """{"jsonrpc":"2.0","id":1,"method":"length","params":[" """;
        var body = new byte[limit + 1];
        body.AsSpan().Fill((byte)'x');
        Encoding.ASCII.GetBytes(start, body);
        "\"]} "u8.CopyTo(body.AsSpan(limit - 3));
        await peer.SendAsync(body.AsSpan(0, limit).ToArray());
        await peer.ExpectResultAsync("1", $"{limit - start.IndexOf('[') - 1}");
        await peer.SendAsync(body);
        await peer.ExpectErrorAsync(RpcErrorCodes.InvalidRequest, "null");
        await peer.ExpectAliveAsync();
    }

    [Fact]
    public async Task Half_a_header_and_silence_leaves_the_other_direction_working()
    {
        await using var peer = new RawPeer(new TestDispatcher());
        await peer.SendRawAsync("Content-Len");
        await peer.NotifyAsync("still/there");
        Assert.Equal("still/there", (await peer.ReadAsync()).GetProperty("method").GetString());
        await peer.Connection.DisposeAsync();
        Assert.Equal(RpcConnectionEnd.Closed, (await peer.Connection.Completion).Reason);
    }

    [Fact]
    public async Task Peer_that_closes_while_answers_are_written_ends_its_own_connection_alone()
    {
        var faults = new List<string>();
        var (broken, client) = await ConnectAsync(WithFaults(faults));
        await using var other = new RawPeer(new TestDispatcher());
        for (var i = 0; i < 50; i++)
        {
            await client.SendAsync(
                Encoding.ASCII.GetBytes(Framed($$"""{"jsonrpc":"2.0","id":{{i}},"method":"big"}"""))
            );
        }
        await client.ReceiveAsync(new byte[1000]);
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
        var end = await broken.Completion.WaitAsync(_patience);
        Assert.Contains(
            end.Reason,
            (RpcConnectionEnd[])[RpcConnectionEnd.TransportFailed, RpcConnectionEnd.PeerClosed]
        );
        Assert.Empty(faults);
        await other.ExpectAliveAsync();
    }

    [Fact]
    public async Task Bug_in_the_connection_is_logged_as_one_and_ends_it()
    {
        var faults = new List<string>();
        var connection = new RpcConnection(
            new FaultyStream(() => throw new InvalidOperationException("a bug")),
            Stream.Null,
            new TestDispatcher(),
            WithFaults(faults)
        );
        connection.Start();
        var end = await connection.Completion.WaitAsync(_patience);
        Assert.Equal(RpcConnectionEnd.InternalError, end.Reason);
        Assert.Equal(["connection: a bug"], faults);
    }

    [Fact]
    public async Task Input_that_ignores_cancellation_does_not_hold_up_the_end()
    {
        var connection = new RpcConnection(
            new FaultyStream(() => new ValueTask<int>(new TaskCompletionSource<int>().Task)),
            Stream.Null,
            new TestDispatcher()
        );
        connection.Start();
        await connection.DisposeAsync().AsTask().WaitAsync(_patience);
        Assert.Equal(RpcConnectionEnd.Closed, (await connection.Completion).Reason);
    }

    private static RpcOptions WithFaults(List<string> faults) =>
        new()
        {
            OnFault = (method, e) =>
            {
                lock (faults)
                {
                    faults.Add($"{method}: {e.Message}");
                }
            },
        };

    private static string Framed(string body) => $"Content-Length: {body.Length}\r\n\r\n{body}";

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = new List<byte>(good);
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 2 when bytes.Count > 1:
                    bytes.RemoveAt(at);
                    break;
                default:
                    var other = random.Next(bytes.Count);
                    (bytes[at], bytes[other]) = (bytes[other], bytes[at]);
                    break;
            }
        }
        return [.. bytes];
    }

    private static async Task<(RpcConnection Connection, Socket Client)> ConnectAsync(RpcOptions options)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        var stream = new NetworkStream(await listener.AcceptAsync(), ownsSocket: true);
        var connection = new RpcConnection(stream, stream, new TestDispatcher(), options);
        connection.Start();
        return (connection, client);
    }

    /// <summary>An input whose reads do what the test says.</summary>
    private sealed class FaultyStream(Func<ValueTask<int>> read) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            read();
    }
}
