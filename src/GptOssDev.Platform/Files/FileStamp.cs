namespace GptOssDev.Platform.Files;

/// <summary>What tells cheaply whether a file may have changed: its length in bytes and its time of last change.</summary>
public readonly record struct FileStamp(long Length, DateTime ModifiedUtc)
{
    /// <summary>The stamp of a file that is not there.</summary>
    public static FileStamp Missing { get; } = new(-1, DateTime.MinValue);

    /// <summary>Reads the stamp; <see cref="Missing"/> when there is no such file or it cannot be looked at.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (
                info.Attributes.HasFlag(FileAttributes.ReparsePoint)
                && info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target
            )
            {
                // A link's own size says nothing about the content behind it.
                info = target;
            }
            return info.Exists ? new FileStamp(info.Length, info.LastWriteTimeUtc) : Missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Missing;
        }
    }
}
