using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Documents;

/// <summary>
/// Reads a source that is not valid UTF-8 as the C# compiler reads it: in the project's code page, else in Latin-1. Such a text is
/// for binding only: its <see cref="SourceText.Encoding"/> is not UTF-8, and edits of the file are refused elsewhere.
/// </summary>
internal static class LegacyText
{
    /// <summary>The encoding of the last <c>/codepage</c> option; null without one, or when it is unknown.</summary>
    public static Encoding? CodePage(IEnumerable<string> compilerArguments)
    {
        var number = compilerArguments
            .Where(a => a.Length > 1 && a[0] is '/' or '-')
            .Select(a => a[1..])
            .LastOrDefault(a => a.StartsWith("codepage:", StringComparison.OrdinalIgnoreCase))
            ?["codepage:".Length..];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Of(page) : null;
    }

    /// <summary>Null when the file cannot be read or is longer than the limit.</summary>
    /// <param name="limit">In bytes.</param>
    public static SourceText? Read(string path, long limit, Encoding? codePage)
    {
        try
        {
            using var stream = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            return stream.Length > limit ? null : SourceText.From(stream, codePage ?? Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a text was read by <see cref="Read"/>.</summary>
    public static bool IsLegacy(SourceText text) => text.Encoding is { } encoding && encoding is not UTF8Encoding;

    private static Encoding? Of(int page)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
