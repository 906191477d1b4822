using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace GptOssDev.Tests.Integration.Daemon;

public sealed class MutatedFramesTests
{
    private const long Allowed = 50L * 1024 * 1024;
    private static readonly byte[] _goodBody = Encoding.UTF8.GetBytes(
        """{"jsonrpc":"2.0","id":1,"method":"gptoss/status","params":{}}"""
    );

    [Fact]
    public async Task Ten_thousand_mutated_frames_leave_the_daemon_answering_and_its_memory_as_before()
    {
        await using var world = new DaemonWorld();
        var random = new Random(20);
        var pid = (await world.StatusAsync()).Pid;
        // The code of the way has to be compiled before the memory is measured.
        for (var i = 0; i < 500; i++)
        {
            await SendOneAsync(world, random);
        }
        var before = await SettledAsync(pid);
        for (var i = 0; i < 10_000; i++)
        {
            await SendOneAsync(world, random);
        }
        var status = await world.StatusAsync();
        Assert.Equal(pid, status.Pid);
        var after = await SettledAsync(pid);
        TestContext.Current.SendDiagnosticMessage($"working set {before >> 20} MiB before, {after >> 20} MiB after");
        Assert.True(after - before < Allowed, $"{before} bytes before, {after} bytes after");
    }

    [Fact]
    public async Task Oversized_bodies_are_refused_and_the_connection_goes_on()
    {
        await using var world = new DaemonWorld();
        await world.StatusAsync();
        using var socket = await ConnectAsync(world);
        var megabyte = new byte[1 << 20];
        for (var round = 0; round < 3; round++)
        {
            await SendAsync(socket, Header(40 << 20));
            Assert.Contains("-32600", await ReceiveAsync(socket));
            for (var i = 0; i < 40; i++)
            {
                await SendAsync(socket, megabyte);
            }
            await SendAsync(socket, Framed(_goodBody));
            Assert.Contains("\"result\"", await ReceiveAsync(socket));
        }
    }

    [Fact]
    public async Task Client_that_never_reads_is_dropped_and_others_are_served()
    {
        await using var world = new DaemonWorld();
        var pid = (await world.StatusAsync()).Pid;
        using var hung = await ConnectAsync(world);
        byte[] batch = [.. Enumerable.Repeat(Framed(_goodBody), 1000).SelectMany(x => x)];
        var dropped = false;
        for (var i = 0; i < 200 && !dropped; i++)
        {
            try
            {
                await SendAsync(hung, batch);
            }
            catch (SocketException)
            {
                dropped = true;
            }
        }
        Assert.True(dropped, "a client that reads nothing was never dropped");
        Assert.Equal(pid, (await world.StatusAsync()).Pid);
    }

    private static async Task SendOneAsync(DaemonWorld world, Random random)
    {
        using var socket = await ConnectAsync(world);
        try
        {
            switch (random.Next(8))
            {
                case 0:
                    await SendAsync(socket, RandomBytes(random, random.Next(1, 400)));
                    break;
                case 1:
                    await SendFramedAsync(socket, RandomBytes(random, random.Next(0, 400)));
                    break;
                case 2:
                    var frame = Framed(_goodBody);
                    await SendAsync(socket, frame.AsMemory(0, random.Next(frame.Length)));
                    break;
                case 3:
                    await SendAsync(socket, Header(random.NextInt64(33L << 20, long.MaxValue)));
                    await ReceiveAsync(socket);
                    break;
                case 4:
                    await SendFramedAsync(socket, Nested(random.Next(2) == 0 ? "[" : "{\"a\":"));
                    break;
                case 5:
                    byte[] flipped = [.. _goodBody];
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                    await SendFramedAsync(socket, flipped);
                    break;
                case 6:
                    var header = Framed(_goodBody);
                    header[random.Next(20)] ^= (byte)(1 << random.Next(8));
                    await SendAsync(socket, header);
                    break;
                default:
                    await SendFramedAsync(
                        socket,
                        Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", 5000))}]")
                    );
                    break;
            }
        }
        catch (SocketException)
        {
            // The daemon closed a connection whose framing was lost while the rest was on its way.
        }
    }

    /// <summary>A bad body in a good frame: the same connection must answer the next good request.</summary>
    private static async Task SendFramedAsync(Socket socket, byte[] body)
    {
        await SendAsync(socket, (byte[])[.. Framed(body), .. Framed(_goodBody)]);
        var text = "";
        while (!text.Contains("\"pid\""))
        {
            var more = await ReceiveAsync(socket);
            Assert.False(more.Length == 0, "the connection ended after: " + Encoding.UTF8.GetString(body));
            text += more;
        }
    }

    private static byte[] Framed(byte[] body) => [.. Header(body.Length), .. body];

    private static byte[] Nested(string open) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, 10_000)));

    private static byte[] Header(long length) => Encoding.ASCII.GetBytes($"Content-Length: {length}\r\n\r\n");

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task<Socket> ConnectAsync(DaemonWorld world)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(world.Endpoint.Address));
        return socket;
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(DaemonWorld.Patience);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, patience.Token)..];
        }
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(DaemonWorld.Patience);
        var buffer = new byte[64 * 1024];
        var count = await socket.ReceiveAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    /// <summary>The working set once the daemon, left alone, has collected its garbage: it stops falling.</summary>
    private static async Task<long> SettledAsync(int pid)
    {
        await Task.Delay(TimeSpan.FromSeconds(8));
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    }
}
