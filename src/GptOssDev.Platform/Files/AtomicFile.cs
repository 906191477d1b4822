namespace GptOssDev.Platform.Files;

/// <summary>
/// Replaces files whole: the bytes go to a new file beside the target, reach the disk, and are then renamed over it, so
/// that a reader or a crash sees the old bytes or the new ones. Throws what <see cref="File"/> throws.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes and renames. The folder is made when it is missing.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var target = FinalTarget(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = WriteBeside(target, bytes);
        Commit(temporary, target);
    }

    /// <summary>
    /// Writes the bytes to a new file beside <paramref name="target"/>, with the target's permissions where it exists.
    /// </summary>
    /// <returns>The new file, to be given to <see cref="Commit"/> or deleted.</returns>
    public static string WriteBeside(string target, ReadOnlySpan<byte> bytes)
    {
        var folder = Path.GetDirectoryName(target)!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            options.UnixCreateMode = File.GetUnixFileMode(target);
        }

        try
        {
            using var stream = new FileStream(temporary, options);
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
            if (!OperatingSystem.IsWindows() && options.UnixCreateMode is { } mode)
            {
                // The process's umask has taken bits away from the mode asked for.
                File.SetUnixFileMode(stream.SafeFileHandle, mode);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return temporary;
    }

    /// <summary>Renames the new file over the target; deletes it when that fails.</summary>
    public static void Commit(string temporary, string target)
    {
        try
        {
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The file a symbolic link leads to: a rename over the link itself would cut it.</summary>
    public static string FinalTarget(string path)
    {
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null
            ? full
            : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }
}
