using System.Text;

namespace GptOssDev.Platform.Files;

/// <summary>Turns a file's bytes into text and back, strictly: what cannot be decoded is refused, not replaced.</summary>
internal static class SourceDecoder
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding _utf16Little = new(bigEndian: false, byteOrderMark: false, true);
    private static readonly UnicodeEncoding _utf16Big = new(bigEndian: true, byteOrderMark: false, true);

    public static SourceEncoding Detect(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => SourceEncoding.Utf8Bom,
            [0xFF, 0xFE, ..] => SourceEncoding.Utf16LittleEndian,
            [0xFE, 0xFF, ..] => SourceEncoding.Utf16BigEndian,
            _ => SourceEncoding.Utf8,
        };

    /// <exception cref="DecoderFallbackException">The bytes are not valid in the encoding.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, SourceEncoding encoding) =>
        Codec(encoding).GetString(bytes[Mark(encoding).Length..]);

    /// <exception cref="EncoderFallbackException">The text holds a lone surrogate.</exception>
    public static byte[] Encode(string text, SourceEncoding encoding)
    {
        var mark = Mark(encoding);
        var codec = Codec(encoding);
        var bytes = new byte[mark.Length + codec.GetByteCount(text)];
        mark.CopyTo(bytes);
        codec.GetBytes(text, bytes.AsSpan(mark.Length));
        return bytes;
    }

    private static Encoding Codec(SourceEncoding encoding) =>
        encoding switch
        {
            SourceEncoding.Utf16LittleEndian => _utf16Little,
            SourceEncoding.Utf16BigEndian => _utf16Big,
            _ => _utf8,
        };

    private static ReadOnlySpan<byte> Mark(SourceEncoding encoding) =>
        encoding switch
        {
            SourceEncoding.Utf8Bom => [0xEF, 0xBB, 0xBF],
            SourceEncoding.Utf16LittleEndian => [0xFF, 0xFE],
            SourceEncoding.Utf16BigEndian => [0xFE, 0xFF],
            _ => [],
        };
}
