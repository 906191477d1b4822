using GptOssDev.CodeModel.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>Between our positions and the compiler's offsets.</summary>
internal static class TextPositions
{
    public static TextRange Range(SourceText text, TextSpan span)
    {
        var lines = text.Lines.GetLinePositionSpan(span);
        return new TextRange(
            new TextPosition(lines.Start.Line, lines.Start.Character),
            new TextPosition(lines.End.Line, lines.End.Character)
        );
    }

    public static TextRange Range(FileLinePositionSpan span) =>
        new(
            new TextPosition(span.StartLinePosition.Line, span.StartLinePosition.Character),
            new TextPosition(span.EndLinePosition.Line, span.EndLinePosition.Character)
        );

    /// <exception cref="CodeModelException">The position lies outside the text.</exception>
    public static int Offset(SourceText text, TextPosition position, string path)
    {
        if (position.Line < 0 || position.Line >= text.Lines.Count)
        {
            throw new CodeModelException(
                CodeModelReason.PositionOutsideText,
                $"{path}: line {position.Line + 1} is past the end; the file has {text.Lines.Count} lines."
            );
        }
        var line = text.Lines[position.Line];
        if (position.Character < 0 || position.Character > line.End - line.Start)
        {
            throw new CodeModelException(
                CodeModelReason.PositionOutsideText,
                $"{path}:{position.Line + 1}: column {position.Character + 1} is past the end; the line has {line.End - line.Start} characters."
            );
        }
        return line.Start + position.Character;
    }

    /// <exception cref="CodeModelException">An end lies outside the text, or the range runs backwards.</exception>
    public static TextSpan Span(SourceText text, TextRange range, string path)
    {
        var start = Offset(text, range.Start, path);
        var end = Offset(text, range.End, path);
        return end >= start
            ? TextSpan.FromBounds(start, end)
            : throw new CodeModelException(
                CodeModelReason.PositionOutsideText,
                $"{path}: the range {range} runs backwards."
            );
    }
}
