using System.IO.Pipes;
using System.Net.Sockets;
using GptOssDev.Platform.Files;

namespace GptOssDev.Client;

/// <summary>Connects to an endpoint once, and talks only to the user's own daemon.</summary>
internal static class EndpointDialer
{
    /// <summary>Null when nobody listens there, or not yet.</summary>
    /// <exception cref="DaemonException"><see cref="DaemonFailure.ForeignOwner"/>.</exception>
    public static Task<DaemonTransport?> TryConnectAsync(Endpoint endpoint, CancellationToken cancellationToken) =>
        endpoint.Kind == EndpointKind.NamedPipe
            ? TryPipeAsync(endpoint, cancellationToken)
            : TrySocketAsync(endpoint, cancellationToken);

    private static async Task<DaemonTransport?> TrySocketAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        if (!File.Exists(endpoint.Address))
        {
            return null;
        }
        if (UnixFile.Look(endpoint.Address) is { } file && file.OwnerId != UnixFile.CurrentUserId)
        {
            throw Foreign(endpoint);
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint.Address), cancellationToken);
            if (!PeerIdentity.IsSameUser(socket))
            {
                throw Foreign(endpoint);
            }
            var stream = new NetworkStream(socket, ownsSocket: true);
            return new DaemonTransport(stream, stream, stream);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            socket.Dispose();
            throw Foreign(endpoint);
        }
        catch (SocketException)
        {
            // Refused, vanished, or the daemon's queue of new connections is full: not now.
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<DaemonTransport?> TryPipeAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(
            ".",
            endpoint.Address,
            PipeDirection.InOut,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly
        );
        try
        {
            await pipe.ConnectAsync(TimeSpan.Zero, cancellationToken);
            return new DaemonTransport(pipe, pipe, pipe);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            await pipe.DisposeAsync();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            await pipe.DisposeAsync();
            throw Foreign(endpoint);
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }

    private static DaemonException Foreign(Endpoint endpoint) =>
        new(
            DaemonFailure.ForeignOwner,
            $"{endpoint} belongs to another user: remove it, or set GPTOSS_ENDPOINT to a path of your own"
        );
}
