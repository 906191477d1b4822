namespace GptOssDev.Cli.Backends;

/// <summary>Lets one process at a time change the installed backends. The system frees the lock when the process ends.</summary>
internal sealed class BackendLock : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private BackendLock(FileStream file) => _file = file;

    /// <summary>Waits until no other process changes them. Throws what <see cref="File"/> throws.</summary>
    /// <param name="root">The folder of all backends; it is made when it is missing.</param>
    /// <param name="onWait">Called once when another process has the lock.</param>
    public static async Task<BackendLock> TakeAsync(
        string root,
        Action onWait,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(root);
        var path = Path.Join(root, ".lock");
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new(
                    new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
                );
            }
            catch (IOException problem)
                when (problem is not (FileNotFoundException or DirectoryNotFoundException) && File.Exists(path))
            {
                if (isFirst)
                {
                    onWait();
                }
            }

            await Task.Delay(_pause, time, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();
}
