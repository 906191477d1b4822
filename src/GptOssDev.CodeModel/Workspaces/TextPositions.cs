using GptOssDev.CodeModel.Documents;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>Between our positions, which count lines as editors do, and the compiler's offsets.</summary>
internal static class TextPositions
{
    public static TextRange Range(SourceText text, TextSpan span) => LspLineTable.Of(text).Range(span);

    /// <exception cref="CodeModelException">The position lies outside the text.</exception>
    public static int Offset(SourceText text, TextPosition position, string path) =>
        Offset(LspLineTable.Of(text), position, path);

    /// <exception cref="CodeModelException">An end lies outside the text, or the range runs backwards.</exception>
    public static TextSpan Span(SourceText text, TextRange range, string path)
    {
        var lines = LspLineTable.Of(text);
        var start = Offset(lines, range.Start, path);
        var end = Offset(lines, range.End, path);
        return end >= start
            ? TextSpan.FromBounds(start, end)
            : throw new CodeModelException(
                CodeModelReason.PositionOutsideText,
                $"{path}: the range {range} runs backwards."
            );
    }

    private static int Offset(LspLineTable lines, TextPosition position, string path)
    {
        if (position.Line < 0 || position.Line >= lines.Count)
        {
            throw new CodeModelException(
                CodeModelReason.PositionOutsideText,
                $"{path}: line {position.Line + 1} is past the end; the file has {lines.Count} lines."
            );
        }
        var (start, end) = (lines.Start(position.Line), lines.End(position.Line));
        if (position.Character < 0 || position.Character > end - start)
        {
            throw new CodeModelException(
                CodeModelReason.PositionOutsideText,
                $"{path}:{position.Line + 1}: column {position.Character + 1} is past the end; the line has {end - start} characters."
            );
        }
        return start + position.Character;
    }
}
