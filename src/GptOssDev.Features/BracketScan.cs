namespace GptOssDev.Features;

/// <summary>
/// The brackets of C# code, without those in comments, strings and characters, found in one pass that never fails on
/// unfinished code. A hole of an interpolated string is code.
/// </summary>
internal sealed class BracketScan
{
    private readonly string _text;
    private readonly Stack<Frame> _frames = new();
    private readonly List<char> _open = [];
    private readonly List<(int At, char Bracket)> _brackets = [];
    private readonly HashSet<int> _linesInString = [];
    private int _at;

    private BracketScan(string text) => _text = text;

    private enum Kind
    {
        Hole,
        String,
        Verbatim,
        Raw,
    }

    /// <param name="Quotes">Length of a raw string's fence.</param>
    /// <param name="Dollars">Braces that open a hole; 0 when the string has none.</param>
    /// <param name="Depth">Open brackets when a hole began.</param>
    private readonly record struct Frame(Kind Kind, int Quotes, int Dollars, int Depth);

    /// <summary>Brackets in their order, with their offsets.</summary>
    public IReadOnlyList<(int At, char Bracket)> Brackets => _brackets;

    /// <summary>Brackets that are open at the end, outermost first.</summary>
    public IReadOnlyList<char> OpenAtEnd => _open;

    /// <summary>Brackets that close what was not opened in the text.</summary>
    public int UnmatchedClosers { get; private set; }

    /// <summary>False when the text ends in a comment, a string or a character.</summary>
    public bool EndsInCode { get; private set; } = true;

    /// <summary>True when the line that begins at this offset begins inside a string.</summary>
    public bool BeginsInString(int lineStart) => _linesInString.Contains(lineStart);

    public static bool Match(char opener, char closer) => (opener, closer) is ('(', ')') or ('[', ']') or ('{', '}');

    public static BracketScan Of(string text)
    {
        var scan = new BracketScan(text);
        scan.Run();
        return scan;
    }

    private void Run()
    {
        while (_at < _text.Length)
        {
            if (_frames.TryPeek(out var frame) && frame.Kind != Kind.Hole)
            {
                InString(frame);
            }
            else
            {
                InCode();
            }
        }
        EndsInCode &= !_frames.TryPeek(out var last) || last.Kind == Kind.Hole;
    }

    private void InCode()
    {
        var c = _text[_at];
        if (c == '/' && Next(1) == '/')
        {
            Skip(_text.AsSpan(_at).IndexOf('\n'));
        }
        else if (c == '/' && Next(1) == '*')
        {
            var end = _text.AsSpan(Math.Min(_at + 2, _text.Length)).IndexOf("*/");
            Skip(end < 0 ? -1 : end + 4);
        }
        else if (c == '\'')
        {
            var length = Next(1) == '\\' ? _text.AsSpan(Math.Min(_at + 3, _text.Length)).IndexOf('\'') + 4 : 3;
            // A quote that closes nothing near is not the start of a character: unfinished code.
            _at +=
                length is > 2 and < 12 && _at + length <= _text.Length && _text[_at + length - 1] == '\'' ? length : 1;
        }
        else if (c is '"' or '@' or '$' && OpensString())
        {
            return;
        }
        else
        {
            Bracket(c);
            _at++;
        }
    }

    private bool OpensString()
    {
        var (i, dollars, verbatim) = (_at, 0, false);
        while (i < _text.Length && _text[i] is '@' or '$')
        {
            dollars += _text[i] == '$' ? 1 : 0;
            verbatim |= _text[i] == '@';
            i++;
        }
        var quotes = 0;
        while (i + quotes < _text.Length && _text[i + quotes] == '"')
        {
            quotes++;
        }
        if (quotes == 0)
        {
            return false;
        }
        if (quotes >= 3 && !verbatim)
        {
            _frames.Push(new Frame(Kind.Raw, quotes, dollars, 0));
            _at = i + quotes;
        }
        else
        {
            _frames.Push(new Frame(verbatim ? Kind.Verbatim : Kind.String, 1, Math.Min(dollars, 1), 0));
            _at = i + 1;
        }
        return true;
    }

    private void InString(Frame frame)
    {
        var c = _text[_at];
        if (c == '\n')
        {
            _at++;
            if (frame.Kind == Kind.String)
            {
                // A plain string ends with its line, finished or not.
                _frames.Pop();
            }
            else
            {
                _linesInString.Add(_at);
            }
        }
        else if (c == '\\' && frame.Kind == Kind.String)
        {
            _at += 2;
        }
        else if (c == '"')
        {
            Quote(frame);
        }
        else if (c == '{' && frame.Dollars > 0)
        {
            Brace(frame);
        }
        else
        {
            _at++;
        }
    }

    private void Quote(Frame frame)
    {
        if (frame.Kind == Kind.Verbatim && Next(1) == '"')
        {
            _at += 2;
            return;
        }
        var quotes = 0;
        while (Next(quotes) == '"')
        {
            quotes++;
        }
        if (quotes >= frame.Quotes)
        {
            _frames.Pop();
        }
        _at += frame.Kind == Kind.Raw ? quotes : 1;
    }

    private void Brace(Frame frame)
    {
        var braces = 0;
        while (Next(braces) == '{')
        {
            braces++;
        }
        // In a plain or verbatim string two braces are one character; in a raw one fewer than its dollars are text.
        var opens = frame.Kind == Kind.Raw ? braces >= frame.Dollars : braces % 2 == 1;
        _at += braces;
        if (opens)
        {
            _frames.Push(new Frame(Kind.Hole, 0, frame.Dollars, _open.Count));
        }
    }

    private void Bracket(char c)
    {
        if (c is '(' or '[' or '{')
        {
            _brackets.Add((_at, c));
            _open.Add(c);
        }
        else if (c is ')' or ']' or '}')
        {
            if (c == '}' && _frames.TryPeek(out var hole) && _open.Count <= hole.Depth)
            {
                _frames.Pop();
                _at += hole.Dollars - 1;
                return;
            }
            _brackets.Add((_at, c));
            if (_open.Count > 0 && Match(_open[^1], c))
            {
                _open.RemoveAt(_open.Count - 1);
            }
            else
            {
                UnmatchedClosers++;
            }
        }
    }

    private char Next(int distance) => _at + distance < _text.Length ? _text[_at + distance] : '\0';

    private void Skip(int length)
    {
        EndsInCode = length >= 0;
        _at = length >= 0 ? _at + length : _text.Length;
    }
}
