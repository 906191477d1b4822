using GptOssDev.Features.Code;
using GptOssDev.Features.Completion.Candidates;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Completion;

/// <summary>How much a completion may write: the rest of a statement with the block it opens, or a few lines of a block.</summary>
internal sealed class CompletionShape
{
    private const int BlockLines = 8;

    // A statement that is longer is cut off; the bound on tokens is near.
    private const int StatementLines = 24;

    private readonly CursorContext _cursor;

    private CompletionShape(CursorContext cursor)
    {
        _cursor = cursor;
        var nothingBehind = string.IsNullOrWhiteSpace(cursor.LineAfter);
        var empty = nothingBehind && string.IsNullOrWhiteSpace(cursor.LineBefore);
        IsLine = !empty || cursor.LineBefore.Length == 0;
        // What stands behind the cursor on its line belongs to the line: no block can open before it.
        MaxLines =
            cursor.IsCSharp && IsLine ? StatementLines
            : nothingBehind ? BlockLines
            : 1;
    }

    /// <summary>True for the rest of a line and of its statement.</summary>
    public bool IsLine { get; }

    /// <summary>Bound on the lines, also of a block that a line opens.</summary>
    public int MaxLines { get; }

    /// <summary>A cursor on an empty line of an indented block may get several lines, any other the rest of its statement.</summary>
    public static CompletionShape At(CursorContext cursor) => new(cursor);

    /// <summary>True when more text would be cut off anyway.</summary>
    /// <param name="text">What was written so far.</param>
    public bool IsFull(string text)
    {
        if (IsLine)
        {
            return EndOfLine(text) is not null;
        }
        var lines = text.AsSpan().Count('\n');
        return lines >= StatementLines
            || (lines >= MaxLines && (!_cursor.IsCSharp || StatementScan.Ends(text, _cursor.Code).Any()))
            || LeavesBlock(_cursor.Indent.Adapt(text)) is not null;
    }

    /// <summary>Where a statement ends with its line; null when that is not written yet.</summary>
    public int? EndOfLine(string text)
    {
        // A model may begin with line breaks of its own: only a line with something on it is a line.
        var first = text.IndexOf('\n', text.Length - text.AsSpan().TrimStart().Length);
        if (first < 0)
        {
            return null;
        }
        return _cursor.IsCSharp ? EndOfStatement(text, first) : EndOfBrackets(text, first);
    }

    /// <summary>Where lines of a block end that are whole statements, as many as the bound allows or one longer one.</summary>
    public int? EndOfStatements(string text)
    {
        var (last, lines, at) = ((int?)null, 1, 0);
        foreach (var end in StatementScan.Ends(text + "\n}", _cursor.Code))
        {
            lines += text.AsSpan(at, Math.Min(end, text.Length) - at).Count('\n');
            at = end;
            if (lines > (last is null ? StatementLines : MaxLines))
            {
                break;
            }
            if (text.AsSpan(0, Math.Min(end, text.Length)).TrimEnd() is [.., ';' or '}'])
            {
                last = Math.Min(end, text.Length);
            }
        }
        return last;
    }

    /// <summary>Where a whole line begins that is indented less than the block; null when none does.</summary>
    public int? LeavesBlock(string text)
    {
        CodeTokens? tokens = null;
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            var line = text.AsSpan(at + 1);
            var end = line.IndexOf('\n');
            var indent = line.Length - line.TrimStart(" \t").Length;
            var empty = end >= 0 ? line[..end].IsWhiteSpace() : line.IsWhiteSpace();
            if (empty || _cursor.Indent.Width(line[..indent]) >= _cursor.Indent.Width(_cursor.Indentation))
            {
                continue;
            }
            // Directives stand where they like, and the lines of a string are its content.
            if (
                !_cursor.IsCSharp
                || (line[indent] != '#' && !(tokens ??= _cursor.Code.Lex(text)).BeginsInLiteral(at + 1))
            )
            {
                return at + 1;
            }
        }
        return null;
    }

    private int? EndOfStatement(string text, int first)
    {
        var code = _cursor.Code;
        var mayGoOn =
            code.Suffix.Count > 0
                ? SuffixOverlap.Of(text[..first], _cursor).IsWhole || StatementScan.IsUnfinished(text[..first], code)
                : string.IsNullOrWhiteSpace(_cursor.LineAfter);
        if (!code.TakesCode || !mayGoOn)
        {
            return first;
        }
        if (_cursor.NextLine.StartsWith('{') && BlockStart(text) is { } block)
        {
            // The block of the statement stands below the cursor.
            return block;
        }
        foreach (var end in StatementScan.Ends(text, code))
        {
            return text.AsSpan(0, end).Count('\n') < MaxLines ? end : first;
        }
        return text.AsSpan().Count('\n') < MaxLines ? null : first;
    }

    /// <summary>Where the text opens a block outside of its own brackets, without the blanks before it; null for none.</summary>
    private int? BlockStart(string text)
    {
        var open = 0;
        var outer = new Stack<CodeToken>(_cursor.Code.Openers);
        foreach (var token in _cursor.Code.Lex(text).All)
        {
            var isBlock = !outer.TryPeek(out var opener) || opener.Kind == SyntaxKind.OpenBraceToken;
            if (open == 0 && isBlock && token.Kind == SyntaxKind.OpenBraceToken)
            {
                return text.AsSpan(0, token.Start).TrimEnd().Length;
            }
            if (token.Role == TokenRole.Open)
            {
                open++;
            }
            else if (token.Role == TokenRole.Close && open > 0)
            {
                open--;
            }
            else if (token.Role == TokenRole.Close)
            {
                outer.TryPop(out _);
            }
        }
        return null;
    }

    private int? EndOfBrackets(string text, int first)
    {
        var end = first;
        for (var lines = 1; end >= 0 && lines < MaxLines; lines++)
        {
            var next = text.AsSpan(end).TrimStart();
            if (next.IsEmpty)
            {
                return null;
            }
            var line = text[..end];
            if (BracketScan.Of(line).OpenAtEnd.Count == 0 && (next[0] != '{' || line.TrimEnd() is [.., ';' or '}']))
            {
                return end;
            }
            end = text.IndexOf('\n', text.Length - next.Length);
        }
        return end < 0 && text.AsSpan().Count('\n') < MaxLines ? null : first;
    }
}
