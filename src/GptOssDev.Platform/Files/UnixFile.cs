using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace GptOssDev.Platform.Files;

/// <summary>
/// Who owns a file and what it is, which the base class library does not tell. Null where the system has no such call: the
/// check of the connected peer then stands alone. Not for Windows, where pipes carry their owner.
/// </summary>
/// <param name="OwnerId">The owner's user id.</param>
/// <param name="Mode">The type and permission bits.</param>
public sealed record UnixFile(uint OwnerId, uint Mode)
{
    private const uint TypeMask = 0xF000;
    private const uint SocketType = 0xC000;
    private const int AtCurrentFolder = -100;
    private const int AtNoFollow = 0x100;
    private const uint TypeModeAndOwner = 0xB;

    public bool IsSocket => (Mode & TypeMask) == SocketType;

    /// <summary>The user id that this process acts as.</summary>
    public static uint CurrentUserId => GetEffectiveUserId();

    /// <summary>Looks at the file itself, not through a symbolic link; null when it is missing or cannot be looked at.</summary>
    public static UnixFile? Look(string path)
    {
        var name = Encoding.UTF8.GetBytes(path + '\0');
        var facts = new byte[512];
        try
        {
            return OperatingSystem.IsMacOS() ? LookOnMac(name, facts) : LookOnLinux(name, facts);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    // struct statx has one layout on all Linux machines: uid at byte 20, mode at byte 28.
    private static UnixFile? LookOnLinux(byte[] name, byte[] facts) =>
        Statx(AtCurrentFolder, name, AtNoFollow, TypeModeAndOwner, facts) == 0
            ? new UnixFile(
                BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(20)),
                BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(28))
            )
            : null;

    // struct stat with 64-bit inodes: mode at byte 4, uid at byte 16.
    private static UnixFile? LookOnMac(byte[] name, byte[] facts)
    {
        var outcome =
            RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LstatInode64(name, facts) : Lstat(name, facts);
        return outcome == 0
            ? new UnixFile(
                BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(16)),
                BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(4))
            )
            : null;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] facts);

    [DllImport("libc", EntryPoint = "lstat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LstatInode64(byte[] path, [Out] byte[] facts);

    [DllImport("libc", EntryPoint = "lstat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lstat(byte[] path, [Out] byte[] facts);
}
