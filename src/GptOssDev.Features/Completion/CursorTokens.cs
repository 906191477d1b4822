using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Completion;

/// <summary>The C# tokens around a cursor. Each part is computed once, when it is first used. Thread-safe.</summary>
internal sealed class CursorTokens
{
    private readonly CursorContext _cursor;
    private readonly CSharpParseOptions _options;
    private readonly string _context;
    private readonly Lazy<CodeTokens> _after;
    private readonly Lazy<BracketScan> _afterBrackets;
    private readonly Lazy<IReadOnlyList<CodeToken>> _suffix;

    /// <param name="style">What the project says of the document; null where it is not known.</param>
    public CursorTokens(CursorContext cursor, DocumentStyle? style)
    {
        _cursor = cursor;
        _options = CodeTokens.Options(style?.Symbols ?? []);
        Before = CodeTokens.Of(cursor.Before, _options);
        Brackets = BracketScan.Of(Before);
        Openers = OpenAt(Before);
        _context = Context(Before);
        _after = new Lazy<CodeTokens>(LexAfter);
        _afterBrackets = new Lazy<BracketScan>(() => BracketScan.Of(_after.Value));
        _suffix = new Lazy<IReadOnlyList<CodeToken>>(() => LexSuffix(cursor.LineAfter.TrimEnd().Length));
    }

    /// <summary>The tokens before the cursor.</summary>
    public CodeTokens Before { get; }

    /// <summary>The brackets before the cursor.</summary>
    public BracketScan Brackets { get; }

    /// <summary>The brackets, strings and holes that are open at the cursor, outermost first.</summary>
    public IReadOnlyList<CodeToken> Openers { get; }

    /// <summary>The tokens of the cursor's line behind it, with offsets from the cursor.</summary>
    public IReadOnlyList<CodeToken> Suffix => _suffix.Value;

    /// <summary>True where what is written is code, or becomes code after the end of a string.</summary>
    public bool TakesCode => Before.Ending is TextEnding.Code or TextEnding.Literal;

    /// <summary>The tokens of a text that is written at the cursor, with offsets from its beginning.</summary>
    public CodeTokens Lex(string written) => CodeTokens.Of(_context + written, _options).From(_context.Length);

    /// <summary>The tokens of a text that stands alone.</summary>
    public CodeTokens LexAlone(string text) => CodeTokens.Of(text, _options);

    /// <summary>The brackets of a text that is written at the cursor.</summary>
    public BracketScan Scan(string written) => BracketScan.Of(Lex(written));

    /// <summary>Brackets that a text at the cursor may close; negative when the file closes more than it opens.</summary>
    /// <param name="replaces">Characters behind the cursor that the text replaces.</param>
    public int Room(int replaces) => Brackets.OpenAtEnd.Count - _afterBrackets.Value.UnmatchedClosersFrom(replaces);

    private static List<CodeToken> OpenAt(CodeTokens tokens)
    {
        var open = new List<CodeToken>();
        foreach (var token in tokens.All)
        {
            if (token.Role == TokenRole.Open)
            {
                open.Add(token);
            }
            else if (token.Role == TokenRole.Close && open.Count > 0 && Nesting.Closes(token.Kind, open[^1].Kind))
            {
                open.RemoveAt(open.Count - 1);
            }
        }
        return open;
    }

    /// <summary>The least text that what follows has to be lexed behind to be read as it is read behind the cursor.</summary>
    private static string Context(CodeTokens before)
    {
        var start = before.LastStart;
        if (before.Ending is TextEnding.Comment or TextEnding.Directive)
        {
            return before.Text.AsSpan(start).StartsWith("/*") ? "/*" : "//";
        }
        if (before.Ending == TextEnding.Code || before.EndsInHole)
        {
            return before.Text[start..];
        }
        var opener = before.All.First(t => t.Start == start && t.Role == TokenRole.Open).In(before.Text).ToString();
        var isLong = opener.EndsWith("\"\"\"", StringComparison.Ordinal);
        return isLong && before.Text.AsSpan(start).Contains('\n') ? opener + "\n" : opener;
    }

    private CodeTokens LexAfter()
    {
        var branches = string.Concat(Enumerable.Repeat("#if true\n", Before.OpenBranches));
        // A blank keeps the quotes that open a raw string apart from those that close it.
        var context = branches + _context + (_context.EndsWith("\"\"\"", StringComparison.Ordinal) ? " " : "");
        var continued = CodeTokens.Of(context + _cursor.After, _options).From(context.Length);
        var line = _cursor.LineAfter;
        var isClosed = Before.Ending switch
        {
            TextEnding.Literal => OpenersClosedBy(continued, line.Length),
            TextEnding.Comment => _context == "//" || line.Contains("*/", StringComparison.Ordinal),
            _ => true,
        };
        // What was just opened does not reach over the code that stood there before.
        return isClosed ? continued : CodeTokens.Of(branches + _cursor.After, _options).From(branches.Length);
    }

    private bool OpenersClosedBy(CodeTokens tokens, int end) =>
        tokens.All.FirstOrDefault(t => t.Role == TokenRole.Close && t.Kind == Nesting.Closer(Openers[^1].Kind))
            is { End: > 0 } closer
        && closer.End <= end;

    private IReadOnlyList<CodeToken> LexSuffix(int length) =>
        [.. _after.Value.All.TakeWhile(t => t.Start < length).Where(t => t.End <= length)];
}
