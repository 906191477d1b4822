using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace GptOssDev.Platform.Files;

/// <summary>
/// A text file as it was at one moment: its text without the byte order mark, how it was encoded, and what is needed to
/// notice that it changed. Immutable; any thread. Reading answers with a value, never with an exception, for everything a
/// file system can hold.
/// </summary>
/// <param name="Path">Absolute path.</param>
/// <param name="NewLine">The characters that end most lines.</param>
/// <param name="ContentHash">SHA-256 of the file's bytes.</param>
public sealed record SourceFile(
    string Path,
    string Text,
    SourceEncoding Encoding,
    LineEnding LineEnding,
    string NewLine,
    FileStamp Stamp,
    ImmutableArray<byte> ContentHash
)
{
    /// <summary>The largest file that is read unless another limit is given, in bytes.</summary>
    public const long DefaultLimit = 2 * 1024 * 1024;

    /// <summary>
    /// Reads a text file: UTF-8 with or without its mark, UTF-16 with a mark. A NUL character makes it binary, bytes that are
    /// not valid UTF-8 make it "not text", and a file over <paramref name="limit"/> bytes is refused without being read.
    /// </summary>
    public static SourceReadResult Read(string path, long limit = DefaultLimit)
    {
        string full;
        try
        {
            full = System.IO.Path.GetFullPath(path);
        }
        catch (Exception e) when (e is ArgumentException or PathTooLongException or NotSupportedException)
        {
            return SourceReadResult.Failed(
                SourceFailureReason.InvalidPath,
                path,
                $"'{OneLine(path)}' is not a path: name a file."
            );
        }
        try
        {
            return ReadFull(full, limit);
        }
        catch (UnauthorizedAccessException)
        {
            return SourceReadResult.Failed(
                SourceFailureReason.AccessDenied,
                full,
                $"{full}: no permission to read it; give yourself read access."
            );
        }
        catch (IOException e)
        {
            return SourceReadResult.Failed(
                SourceFailureReason.IoError,
                full,
                $"{full}: cannot be read ({OneLine(e.Message)}); check the disk and the path."
            );
        }
    }

    /// <summary>Content that did not come from the file itself (a revision of it, say), under the same rules.</summary>
    public static SourceReadResult Decode(string path, byte[] content, long limit = DefaultLimit)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.LongLength > limit
            ? TooLarge(path, content.LongLength, limit)
            : Decode(path, content, FileStamp.Missing);
    }

    /// <summary>A file that exists only as text, as an editor holds it: UTF-8, without a stamp.</summary>
    public static SourceFile FromText(string path, string text) =>
        FromBytes(path, System.Text.Encoding.UTF8.GetBytes(text), text, SourceEncoding.Utf8, FileStamp.Missing);

    internal static SourceFile FromBytes(
        string path,
        byte[] bytes,
        string text,
        SourceEncoding encoding,
        FileStamp stamp
    ) =>
        new(
            path,
            text,
            encoding,
            LineEndings.Of(text),
            LineEndings.Dominant(text),
            stamp,
            ImmutableArray.Create(SHA256.HashData(bytes))
        );

    private static SourceReadResult ReadFull(string path, long limit)
    {
        if (Directory.Exists(path))
        {
            return SourceReadResult.Failed(
                SourceFailureReason.Directory,
                path,
                $"{path}: is a directory; name a file in it."
            );
        }
        // The stamp is taken before the content: a change in between shows at the next look, never stays hidden.
        var stamp = FileStamp.Of(path);
        if (stamp == FileStamp.Missing)
        {
            return SourceReadResult.Failed(
                SourceFailureReason.Missing,
                path,
                $"{path}: no such file; check the spelling and the folder."
            );
        }
        if (stamp.Length > limit)
        {
            return TooLarge(path, stamp.Length, limit);
        }
        var bytes = ReadBounded(path, limit);
        if (bytes.LongLength > limit)
        {
            return TooLarge(path, bytes.LongLength, limit);
        }
        return Decode(path, bytes, stamp);
    }

    private static SourceReadResult Decode(string path, byte[] bytes, FileStamp stamp)
    {
        var encoding = SourceDecoder.Detect(bytes);
        try
        {
            var text = SourceDecoder.Decode(bytes, encoding);
            return text.Contains('\0', StringComparison.Ordinal)
                ? SourceReadResult.Failed(
                    SourceFailureReason.Binary,
                    path,
                    $"{path}: is a binary file (it holds NUL); name a text file."
                )
                : SourceReadResult.Of(FromBytes(path, bytes, text, encoding, stamp));
        }
        catch (DecoderFallbackException)
        {
            return bytes.AsSpan().Contains((byte)0) && encoding is SourceEncoding.Utf8 or SourceEncoding.Utf8Bom
                ? SourceReadResult.Failed(
                    SourceFailureReason.Binary,
                    path,
                    $"{path}: is a binary file (it holds NUL); name a text file."
                )
                : SourceReadResult.Failed(
                    SourceFailureReason.NotText,
                    path,
                    $"{path}: is not UTF-8 or UTF-16 text; convert it to UTF-8 first."
                );
        }
    }

    private static byte[] ReadBounded(string path, long limit)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (content.Length <= limit)
        {
            var read = stream.Read(buffer);
            if (read == 0)
            {
                break;
            }
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    private static SourceReadResult TooLarge(string path, long size, long limit) =>
        SourceReadResult.Failed(
            SourceFailureReason.TooLarge,
            path,
            $"{path}: {size} bytes is over the limit of {limit} bytes; name a smaller file."
        );

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\0', ' ');
}
