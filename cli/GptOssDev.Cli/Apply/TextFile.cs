using System.Text;

namespace GptOssDev.Cli.Apply;

/// <summary>A text file's bytes with the encoding they are in, so that a change keeps it. Immutable.</summary>
/// <param name="Encoding">Throws on what it cannot write.</param>
/// <param name="Mark">The byte order mark the file starts with; empty when it has none.</param>
internal sealed record TextFile(byte[] Bytes, string Text, Encoding Encoding, byte[] Mark)
{
    private static readonly Encoding[] _marked =
    [
        // UTF-32 first: its mark starts with that of UTF-16.
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    private static readonly UTF8Encoding _plainUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes by the mark, else as UTF-8. Throws <see cref="DecoderFallbackException"/> for other bytes.</summary>
    public static TextFile Decode(byte[] bytes)
    {
        foreach (var encoding in _marked)
        {
            var mark = encoding.GetPreamble();
            if (bytes.AsSpan().StartsWith(mark))
            {
                return new TextFile(bytes, encoding.GetString(bytes.AsSpan(mark.Length)), encoding, mark);
            }
        }

        return new TextFile(bytes, _plainUtf8.GetString(bytes), _plainUtf8, []);
    }

    /// <summary>Another text in this file's encoding, mark included.</summary>
    public byte[] Encode(string text) => [.. Mark, .. Encoding.GetBytes(text)];
}
