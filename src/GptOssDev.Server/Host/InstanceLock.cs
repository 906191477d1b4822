using GptOssDev.Platform.Files;

namespace GptOssDev.Server.Host;

/// <summary>The lock that makes a daemon the only one at its endpoint, held from before it binds until it ends.</summary>
internal static class InstanceLock
{
    /// <summary>Null when another process holds it.</summary>
    /// <exception cref="ServerException"><see cref="ServerFailure.Endpoint"/>: the file cannot be made.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return FileLock.TryTake(path);
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
}
