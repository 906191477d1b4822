using GptOssDev.Features.Code;
using GptOssDev.Features.Completion.Filters;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>
/// Says while a candidate is written when more of it would be cut off anyway: then its generation ends at once. Pure; any thread.
/// </summary>
internal sealed class StopPredicate(CursorContext cursor, CompletionShape shape)
{
    // Shorter lines, such as braces, repeat in any code.
    private const int MinLine = 4;

    private readonly string _nextLine = cursor.NextLine;

    /// <summary>Why the text is enough; null while more of it is wanted.</summary>
    public StopReason? Of(string text)
    {
        if (CutAtFence.Find(text, cursor) is not null)
        {
            return StopReason.Fence;
        }
        text = text[TypedPrefix.Length(text, cursor)..];
        if (shape.IsFull(text))
        {
            return shape.IsLine ? StopReason.StatementEnd
                : shape.LeavesBlock(cursor.Indent.Adapt(text)) is not null ? StopReason.BlockLeft
                : StopReason.Lines;
        }
        return Lines(text);
    }

    private StopReason? Lines(string text)
    {
        var previous = "";
        var start = 0;
        CodeTokens? tokens = null;
        // Only whole lines: what is written of the last one may become anything.
        for (var end = text.IndexOf('\n', StringComparison.Ordinal); end >= 0; end = text.IndexOf('\n', start))
        {
            var line = text[start..end].Trim();
            if (line.Length >= MinLine)
            {
                if (line == _nextLine && !IsInside(start))
                {
                    return StopReason.SuffixRepeated;
                }
                if (line == previous)
                {
                    return StopReason.Repetition;
                }
            }
            previous = line;
            start = end + 1;
        }
        return null;

        bool IsInside(int at) => cursor.IsCSharp && CutAtSuffixLine.IsInside(at, tokens ??= cursor.Code.Lex(text));
    }
}

/// <summary>Why a candidate was ended before its model ended it.</summary>
internal enum StopReason
{
    /// <summary>The code block it is written in was closed.</summary>
    Fence,

    /// <summary>The statement that the line began is whole, with the block that it opened.</summary>
    StatementEnd,

    /// <summary>A line is indented less than the block the cursor is in: the scope has ended.</summary>
    BlockLeft,

    /// <summary>As many lines as may be shown are written.</summary>
    Lines,

    /// <summary>The next line of the file is being written again.</summary>
    SuffixRepeated,

    /// <summary>A line came twice in a row.</summary>
    Repetition,
}
