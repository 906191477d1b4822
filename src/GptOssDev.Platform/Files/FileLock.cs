namespace GptOssDev.Platform.Files;

/// <summary>
/// A lock between processes. The system frees it when the process dies in any way. The file stays: removing it would let two
/// processes lock two files of one name.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Null when it is held already. Throws what <see cref="File"/> throws where the file cannot be made.</summary>
    public static FileLock? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileLock(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
            );
        }
        catch (IOException e) when (IsHeld(e, path))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    // A held lock shows as a sharing violation (Windows) or as "would block" (Unix); what else fails here, fails at a file
    // that is not there.
    private static bool IsHeld(IOException e, string path) =>
        e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(path);
}
