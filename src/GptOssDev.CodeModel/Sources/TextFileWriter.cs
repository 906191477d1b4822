using System.Security.Cryptography;
using System.Text;

namespace GptOssDev.CodeModel.Sources;

/// <summary>
/// Writes text files so that a reader sees the old content or the new, never a part: a temporary file beside the target,
/// then a rename. The original's encoding, mark, line ending and permissions stay. Any thread; two writers of one file do not
/// lose each other's work, because a file that changed since it was read is refused. Failure leaves the target as it was.
/// </summary>
public static class TextFileWriter
{
    /// <summary>Replaces the content of a file that was read before.</summary>
    public static FileWriteResult Replace(SourceFile original, string text)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(text);
        return Guarded(original.Path, () => ReplaceChecked(original, original.Adopt(text)));
    }

    /// <summary>Writes a file that is not there yet, as UTF-8 without a mark; its folder is created.</summary>
    public static FileWriteResult Create(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var full = Path.GetFullPath(path);
        return Guarded(
            full,
            () =>
            {
                if (File.Exists(full) || Directory.Exists(full))
                {
                    return AlreadyExists(full);
                }
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                var bytes = SourceDecoder.Encode(text, SourceEncoding.Utf8);
                var temporary = WriteTemporary(full, bytes, mode: null);
                try
                {
                    File.Move(temporary, full, overwrite: false);
                }
                catch (IOException) when (File.Exists(full))
                {
                    File.Delete(temporary);
                    return AlreadyExists(full);
                }
                return Written(full, bytes, text, SourceEncoding.Utf8);
            }
        );
    }

    private static FileWriteResult ReplaceChecked(SourceFile original, string text)
    {
        if (!File.Exists(original.Path))
        {
            return Changed(original.Path, "is gone");
        }
        var target = File.ResolveLinkTarget(original.Path, returnFinalTarget: true)?.FullName ?? original.Path;
        var info = new FileInfo(target);
        if (info.IsReadOnly)
        {
            return FileWriteResult.Failed(
                SourceFailureReason.ReadOnly,
                original.Path,
                $"{original.Path}: is read-only; make it writable first."
            );
        }
        if (!IsAsRead(target, original))
        {
            return Changed(original.Path, "changed since it was read");
        }
        var bytes = SourceDecoder.Encode(text, original.Encoding);
        var mode = OperatingSystem.IsWindows() ? (UnixFileMode?)null : File.GetUnixFileMode(target);
        var temporary = WriteTemporary(target, bytes, mode);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Replace keeps the target's access control list, which a rename would lose.
                File.Replace(temporary, target, destinationBackupFileName: null);
            }
            else
            {
                File.Move(temporary, target, overwrite: true);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        return Written(original.Path, bytes, text, original.Encoding);
    }

    private static bool IsAsRead(string path, SourceFile original)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return stream.Length == original.Stamp.Length
            && SHA256.HashData(stream).AsSpan().SequenceEqual(original.ContentHash.AsSpan());
    }

    private static string WriteTemporary(string target, byte[] bytes, UnixFileMode? mode)
    {
        var temporary = Path.Combine(
            Path.GetDirectoryName(target)!,
            $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp"
        );
        try
        {
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
            if (mode is { } kept && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(stream.SafeFileHandle, kept);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        return temporary;
    }

    private static FileWriteResult Written(string path, byte[] bytes, string text, SourceEncoding encoding) =>
        FileWriteResult.Of(SourceFile.FromBytes(path, bytes, text, encoding, FileStamp.Of(path)));

    private static FileWriteResult Changed(string path, string what) =>
        FileWriteResult.Failed(SourceFailureReason.ChangedOnDisk, path, $"{path}: {what}; run the command again.");

    private static FileWriteResult AlreadyExists(string path) =>
        FileWriteResult.Failed(
            SourceFailureReason.AlreadyExists,
            path,
            $"{path}: is there already; choose another name."
        );

    private static FileWriteResult Guarded(string path, Func<FileWriteResult> write)
    {
        try
        {
            return write();
        }
        catch (EncoderFallbackException)
        {
            return FileWriteResult.Failed(
                SourceFailureReason.NotText,
                path,
                $"{path}: the new text holds half a surrogate pair; nothing was written."
            );
        }
        catch (UnauthorizedAccessException)
        {
            return FileWriteResult.Failed(
                SourceFailureReason.AccessDenied,
                path,
                $"{path}: no permission to write in its folder; give yourself write access."
            );
        }
        catch (IOException e)
        {
            return FileWriteResult.Failed(
                SourceFailureReason.IoError,
                path,
                $"{path}: cannot be written ({e.Message.ReplaceLineEndings(" ")}); check the disk."
            );
        }
    }
}
