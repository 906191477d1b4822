namespace GptOssDev.Server.Lifetime;

/// <summary>
/// The lock that makes a daemon the only one at its endpoint, held from before it binds until it ends. The system frees it when
/// the process dies in any way. The file stays: removing it would let two daemons lock two files of one name.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>Null when another process holds it.</summary>
    /// <exception cref="ServerException"><see cref="ServerFailure.Endpoint"/>: the file cannot be made.</exception>
    public static InstanceLock? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new InstanceLock(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
            );
        }
        catch (IOException e) when (IsHeld(e, path))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServerException(
                ServerFailure.Endpoint,
                $"the lock {path} cannot be made ({e.Message}): set XDG_RUNTIME_DIR to a folder of your own",
                e
            );
        }
    }

    public void Dispose() => _file.Dispose();

    // A held lock shows as a sharing violation (Windows) or as "would block" (Unix); what else fails here, fails at a file
    // that is not there.
    private static bool IsHeld(IOException e, string path) =>
        e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(path);
}
