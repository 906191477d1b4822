namespace GptOssDev.Features.Code;

/// <summary>
/// The brackets of C# code, without those in comments, directives, strings and characters; the code may be broken. A hole of
/// an interpolated string is code. Immutable.
/// </summary>
internal sealed class BracketScan
{
    private readonly List<char> _open = [];
    private readonly List<(int At, char Bracket)> _brackets = [];
    private readonly List<int> _unmatchedClosers = [];
    private readonly CodeTokens _tokens;

    private BracketScan(CodeTokens tokens)
    {
        _tokens = tokens;
        foreach (var token in tokens.All.Where(t => t.IsBracket))
        {
            Add(token.Start, tokens.Text[token.Start]);
        }
    }

    /// <summary>Brackets in their order, with their offsets.</summary>
    public IReadOnlyList<(int At, char Bracket)> Brackets => _brackets;

    /// <summary>Brackets that are open at the end, outermost first.</summary>
    public IReadOnlyList<char> OpenAtEnd => _open;

    /// <summary>Number of brackets that close what was not opened in the text.</summary>
    public int UnmatchedClosers => _unmatchedClosers.Count;

    /// <summary>False when the text ends in a comment, a directive, a string or a character.</summary>
    public bool EndsInCode => _tokens.Ending == TextEnding.Code;

    public static bool Match(char opener, char closer) => (opener, closer) is ('(', ')') or ('[', ']') or ('{', '}');

    public static BracketScan Of(string text) => new(CodeTokens.Of(text));

    public static BracketScan Of(CodeTokens tokens) => new(tokens);

    /// <summary>True when the line that begins at this offset begins in a string.</summary>
    public bool BeginsInString(int lineStart) => _tokens.BeginsInLiteral(lineStart);

    /// <summary>Number of brackets from an offset on that close what was not opened in the text.</summary>
    public int UnmatchedClosersFrom(int offset) => _unmatchedClosers.Count(at => at >= offset);

    private void Add(int at, char bracket)
    {
        _brackets.Add((at, bracket));
        if (bracket is '(' or '[' or '{')
        {
            _open.Add(bracket);
        }
        else if (_open.Count > 0 && Match(_open[^1], bracket))
        {
            _open.RemoveAt(_open.Count - 1);
        }
        else
        {
            _unmatchedClosers.Add(at);
        }
    }
}
