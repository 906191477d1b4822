using System.Buffers.Text;

namespace GptOssDev.Rpc.Framing;

/// <summary>
/// The header block of a frame (LSP base protocol: lines <c>Name: value</c>, an empty line at the end). A bare line feed ends a
/// line too; everything else that is not a header is a problem, since a guess about where the next message starts could run
/// text as a message.
/// </summary>
/// <param name="Length">The length of the block in bytes.</param>
internal readonly record struct FrameHeader(long ContentLength, int Length, string? Problem)
{
    /// <summary>Null while the block is incomplete and still within <paramref name="maxBytes"/>.</summary>
    public static FrameHeader? Parse(ReadOnlySpan<byte> buffer, int maxBytes)
    {
        if (buffer.IsEmpty)
        {
            return null;
        }
        if (!char.IsAsciiLetter((char)buffer[0]))
        {
            return Lost("a message must start with a Content-Length header");
        }
        var window = buffer[..Math.Min(buffer.Length, maxBytes)];
        long contentLength = -1;
        var at = 0;
        while (window[at..].IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = window.Slice(at, end).TrimEnd((byte)'\r');
            at += end + 1;
            if (line.IsEmpty)
            {
                return contentLength >= 0
                    ? new FrameHeader(contentLength, at, null)
                    : Lost("the header has no Content-Length");
            }
            if (ReadLine(line, ref contentLength) is { } problem)
            {
                return Lost(problem);
            }
        }
        return buffer.Length >= maxBytes ? Lost($"the header is longer than {maxBytes} bytes") : null;
    }

    private static string? ReadLine(ReadOnlySpan<byte> line, ref long length)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return "a header line has no name";
        }
        var name = line[..colon];
        var value = line[(colon + 1)..].Trim((byte)' ');
        if (!System.Text.Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
        {
            return System.Text.Ascii.IsValid(name) ? null : "a header name is not ASCII";
        }
        if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return "Content-Length is not a whole number of bytes";
        }
        if (!Utf8Parser.TryParse(value, out long parsed, out var used) || used != value.Length)
        {
            return "Content-Length is out of range";
        }
        if (length >= 0 && length != parsed)
        {
            return "Content-Length is given twice with different values";
        }
        length = parsed;
        return null;
    }

    private static FrameHeader Lost(string problem) => new(0, 0, problem);
}
