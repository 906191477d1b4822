namespace GptOssDev.Features;

/// <summary>
/// The brackets of C# code, without those in comments, strings and characters, found in one pass that never fails on
/// unfinished code. A hole of an interpolated string is code.
/// </summary>
internal sealed class BracketScan
{
    private readonly string text;
    private readonly Stack<Frame> frames = new();
    private readonly List<char> open = [];
    private readonly List<(int At, char Bracket)> brackets = [];
    private readonly HashSet<int> linesInString = [];
    private int at;

    private BracketScan(string text) => this.text = text;

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
    public IReadOnlyList<(int At, char Bracket)> Brackets => brackets;

    /// <summary>Brackets that are open at the end, outermost first.</summary>
    public IReadOnlyList<char> OpenAtEnd => open;

    /// <summary>Brackets that close what was not opened in the text.</summary>
    public int UnmatchedClosers { get; private set; }

    /// <summary>False when the text ends in a comment, a string or a character.</summary>
    public bool EndsInCode { get; private set; } = true;

    /// <summary>True when the line that begins at this offset begins inside a string.</summary>
    public bool BeginsInString(int lineStart) => linesInString.Contains(lineStart);

    public static bool Match(char opener, char closer) => (opener, closer) is ('(', ')') or ('[', ']') or ('{', '}');

    public static BracketScan Of(string text)
    {
        var scan = new BracketScan(text);
        scan.Run();
        return scan;
    }

    private void Run()
    {
        while (at < text.Length)
        {
            if (frames.TryPeek(out var frame) && frame.Kind != Kind.Hole)
            {
                InString(frame);
            }
            else
            {
                InCode();
            }
        }
        EndsInCode &= !frames.TryPeek(out var last) || last.Kind == Kind.Hole;
    }

    private void InCode()
    {
        var c = text[at];
        if (c == '/' && Next(1) == '/')
        {
            Skip(text.AsSpan(at).IndexOf('\n'));
        }
        else if (c == '/' && Next(1) == '*')
        {
            var end = text.AsSpan(Math.Min(at + 2, text.Length)).IndexOf("*/");
            Skip(end < 0 ? -1 : end + 4);
        }
        else if (c == '\'')
        {
            var length = Next(1) == '\\' ? text.AsSpan(Math.Min(at + 3, text.Length)).IndexOf('\'') + 4 : 3;
            // A quote that closes nothing near is not the start of a character: unfinished code.
            at += length is > 2 and < 12 && at + length <= text.Length && text[at + length - 1] == '\'' ? length : 1;
        }
        else if (c is '"' or '@' or '$' && OpensString())
        {
            return;
        }
        else
        {
            Bracket(c);
            at++;
        }
    }

    private bool OpensString()
    {
        var (i, dollars, verbatim) = (at, 0, false);
        while (i < text.Length && text[i] is '@' or '$')
        {
            dollars += text[i] == '$' ? 1 : 0;
            verbatim |= text[i] == '@';
            i++;
        }
        var quotes = 0;
        while (i + quotes < text.Length && text[i + quotes] == '"')
        {
            quotes++;
        }
        if (quotes == 0)
        {
            return false;
        }
        if (quotes >= 3 && !verbatim)
        {
            frames.Push(new Frame(Kind.Raw, quotes, dollars, 0));
            at = i + quotes;
        }
        else
        {
            frames.Push(new Frame(verbatim ? Kind.Verbatim : Kind.String, 1, Math.Min(dollars, 1), 0));
            at = i + 1;
        }
        return true;
    }

    private void InString(Frame frame)
    {
        var c = text[at];
        if (c == '\n')
        {
            at++;
            if (frame.Kind == Kind.String)
            {
                // A plain string ends with its line, finished or not.
                frames.Pop();
            }
            else
            {
                linesInString.Add(at);
            }
        }
        else if (c == '\\' && frame.Kind == Kind.String)
        {
            at += 2;
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
            at++;
        }
    }

    private void Quote(Frame frame)
    {
        if (frame.Kind == Kind.Verbatim && Next(1) == '"')
        {
            at += 2;
            return;
        }
        var quotes = 0;
        while (Next(quotes) == '"')
        {
            quotes++;
        }
        if (quotes >= frame.Quotes)
        {
            frames.Pop();
        }
        at += frame.Kind == Kind.Raw ? quotes : 1;
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
        at += braces;
        if (opens)
        {
            frames.Push(new Frame(Kind.Hole, 0, frame.Dollars, open.Count));
        }
    }

    private void Bracket(char c)
    {
        if (c is '(' or '[' or '{')
        {
            brackets.Add((at, c));
            open.Add(c);
        }
        else if (c is ')' or ']' or '}')
        {
            if (c == '}' && frames.TryPeek(out var hole) && open.Count <= hole.Depth)
            {
                frames.Pop();
                at += hole.Dollars - 1;
                return;
            }
            brackets.Add((at, c));
            if (open.Count > 0 && Match(open[^1], c))
            {
                open.RemoveAt(open.Count - 1);
            }
            else
            {
                UnmatchedClosers++;
            }
        }
    }

    private char Next(int distance) => at + distance < text.Length ? text[at + distance] : '\0';

    private void Skip(int length)
    {
        EndsInCode = length >= 0;
        at = length >= 0 ? at + length : text.Length;
    }
}
