using System.Net.Sockets;
using GptOssDev.Client;
using GptOssDev.Platform.Files;
using GptOssDev.Server.Host;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// The Unix socket of the daemon. Made only under the instance lock, which is what lets it remove a socket that an earlier
/// daemon left behind. Every peer's user is checked.
/// </summary>
internal sealed class SocketListener : IClientListener
{
    private const int Backlog = 512;
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Socket _socket;
    private readonly string _path;
    private readonly ILogger<SocketListener> _log;
    private int _disposed;

    private SocketListener(Socket socket, string path, ILogger<SocketListener> log)
    {
        _socket = socket;
        _path = path;
        _log = log;
    }

    /// <summary>Makes the socket's folder when it is missing, and sees that nobody else can reach into it when it is ours.</summary>
    /// <exception cref="ServerException"><see cref="ServerFailure.Endpoint"/> with one line.</exception>
    public static void PrepareFolder(Endpoint endpoint)
    {
        var folder = Path.GetDirectoryName(endpoint.Address)!;
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        try
        {
            Directory.CreateDirectory(folder, OwnerFolder);
            if (!endpoint.OwnsFolder)
            {
                return;
            }
            if (UnixFile.Look(folder) is { } facts && facts.OwnerId != UnixFile.CurrentUserId)
            {
                throw Failed(
                    $"{folder} belongs to another user: remove it, or set XDG_RUNTIME_DIR to a folder of your own"
                );
            }
            File.SetUnixFileMode(folder, OwnerFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(
                $"the folder {folder} cannot be made private ({e.Message}): set XDG_RUNTIME_DIR to a folder of your own",
                e
            );
        }
    }

    /// <exception cref="ServerException"><see cref="ServerFailure.Endpoint"/> with one line.</exception>
    public static SocketListener Bind(Endpoint endpoint, ILogger<SocketListener> log)
    {
        var path = endpoint.Address;
        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, OwnerFile);
            }
            socket.Listen(Backlog);
            return new SocketListener(socket, path, log);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw Failed($"the socket {path} cannot be made: {e.Message}", e);
        }
    }

    public async Task<Stream?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var client = await _socket.AcceptAsync(cancellationToken);
                if (PeerIdentity.IsSameUser(client))
                {
                    return new NetworkStream(client, ownsSocket: true);
                }
                _log.LogWarning("a connection of another user was refused");
                client.Dispose();
            }
            catch (Exception e)
                when (Volatile.Read(ref _disposed) == 1 && e is SocketException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException e)
            {
                // Out of file handles, or a client that went away while it connected: the next one may do better.
                _log.LogWarning("accepting a connection failed: {Reason}", e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // Away first, so that no client finds a socket that nobody answers.
            File.Delete(_path);
            _socket.Dispose();
        }
        return ValueTask.CompletedTask;
    }

    private static void RemoveStale(string path)
    {
        if (!Path.Exists(path))
        {
            return;
        }
        if (UnixFile.Look(path) is { } facts)
        {
            if (facts.OwnerId != UnixFile.CurrentUserId)
            {
                throw Failed(
                    $"{path} belongs to another user: remove it, or set GPTOSS_ENDPOINT to a path of your own"
                );
            }
            if (!facts.IsSocket)
            {
                throw Failed($"{path} is not a socket: move it away, or set GPTOSS_ENDPOINT to another path");
            }
        }
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed($"the stale socket {path} cannot be removed: {e.Message}", e);
        }
    }

    private static ServerException Failed(string message, Exception? inner = null) =>
        new(ServerFailure.Endpoint, message, inner);
}
