using System.Buffers.Binary;
using System.Net.Sockets;
using GptOssDev.Platform.Files;

namespace GptOssDev.Client;

/// <summary>Who is at the other end of a connected Unix socket, as the kernel says it. Pure over the socket.</summary>
public static class PeerIdentity
{
    private const int LinuxSocketLevel = 1;
    private const int LinuxPeerCredentials = 17;
    private const int MacLocalLevel = 0;
    private const int MacPeerCredentials = 1;

    /// <summary>Whether the peer acts as the same user as this process; true where the system cannot tell.</summary>
    public static bool IsSameUser(Socket socket) => UserId(socket) is not { } peer || peer == UnixFile.CurrentUserId;

    private static uint? UserId(Socket socket)
    {
        // struct ucred { pid, uid, gid } and struct xucred { version, uid, ... }: the uid is the second word in both.
        var credentials = new byte[128];
        try
        {
            if (OperatingSystem.IsLinux())
            {
                socket.GetRawSocketOption(LinuxSocketLevel, LinuxPeerCredentials, credentials);
            }
            else if (OperatingSystem.IsMacOS())
            {
                socket.GetRawSocketOption(MacLocalLevel, MacPeerCredentials, credentials);
            }
            else
            {
                return null;
            }
        }
        catch (SocketException)
        {
            return null;
        }
        return BinaryPrimitives.ReadUInt32LittleEndian(credentials.AsSpan(4));
    }
}
