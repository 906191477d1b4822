using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.RegularExpressions;

/// <summary>
/// Turns a regular expression into the texts that match it as a whole. The subset is what the dialects of .NET and ECMAScript
/// share and an automaton can hold: characters, <c>.</c>, classes, <c>\d \w \s</c> and their negations, <c>\p{..}</c> for general
/// categories, escapes, groups, alternatives and all quantifiers (lazy ones match the same texts). Where dialects differ, such as
/// in what <c>\w</c> holds beyond ASCII, text is made that matches in each of them. Refused: anchors inside, word borders, back
/// references, look-around, named groups and options. One instance parses one expression.
/// </summary>
public sealed class RegularExpressionPattern
{
    private const int MostNesting = 100;

    private readonly ExpressionText _text;
    private readonly Func<CharSet, CharUnit> _write;
    private int _nesting;

    private RegularExpressionPattern(ExpressionText text, Func<CharSet, CharUnit> write) =>
        (_text, _write) = (text, write);

    /// <summary>The texts that match as a whole; anchors at the ends may be there or not.</summary>
    /// <exception cref="GrammarException">The expression is outside of the subset; the message says where.</exception>
    public static Pattern Of(string expression) =>
        Parse(expression, CharUnit.Of, HasStart(expression), HasEnd(expression));

    /// <summary>As <see cref="Of"/>, for an expression that must be anchored at both ends.</summary>
    /// <param name="write">How a character of a set is written.</param>
    internal static Pattern Anchored(string expression, Func<CharSet, CharUnit> write) =>
        HasStart(expression) && HasEnd(expression)
            ? Parse(expression, write, start: true, end: true)
            : throw new GrammarException(
                $"the regular expression {expression} may match anywhere in a text: begin it with ^ and end it with $"
            );

    private static bool HasStart(string expression) => expression.StartsWith('^');

    private static bool HasEnd(string expression)
    {
        if (!expression.EndsWith('$'))
        {
            return false;
        }

        var before = expression.AsSpan()[..^1];
        return (before.Length - before.TrimEnd('\\').Length) % 2 == 0;
    }

    private static Pattern Parse(string expression, Func<CharSet, CharUnit> write, bool start, bool end)
    {
        var text = new ExpressionText(expression, start ? 1 : 0, expression.Length - (end ? 1 : 0));
        var parser = new RegularExpressionPattern(text, write);
        var options = parser.Options();
        if (!text.IsAtEnd)
        {
            throw text.Refused("a parenthesis that closes nothing", "escape it as \\)");
        }

        return options.Count > 1 && (start || end)
            ? throw text.Refused("alternatives outside of its anchors", "put them into a group: ^(..|..)$")
            : Pattern.Choice(options);
    }

    private List<Pattern> Options()
    {
        if (++_nesting > MostNesting)
        {
            throw _text.Refused("too many groups in groups", "write a simpler one");
        }

        var options = new List<Pattern> { Sequence() };
        while (_text.TryRead("|"))
        {
            options.Add(Sequence());
        }

        _nesting--;
        return options;
    }

    private Pattern Sequence()
    {
        var parts = new List<Pattern>();
        while (!_text.IsAtEnd && _text.Peek is not ('|' or ')'))
        {
            parts.Add(Quantified(Atom()));
        }

        return Pattern.Sequence(parts);
    }

    private Pattern Atom()
    {
        if (_text.TryRead("("))
        {
            return Group();
        }

        if (_text.TryRead("["))
        {
            return One(Class());
        }

        if (_text.Peek is '^' or '$')
        {
            throw _text.Refused("an anchor inside", "anchors may only stand at its ends");
        }

        if (_text.Peek is '*' or '+' or '?' or '{' or '}' or ']')
        {
            throw _text.Refused($"a {_text.Peek} that belongs to nothing", "escape it with a backslash");
        }

        return One(
            _text.TryRead("\\") ? EscapeParser.Parse(_text)
            : _text.TryRead(".") ? CharClass.NoLineEnd
            : Only(_text.Read())
        );
    }

    private Pattern Group()
    {
        if (!_text.TryRead("?:") && _text.Peek == '?')
        {
            throw _text.Refused("a group with an option", "only plain groups can be enforced");
        }

        var body = Pattern.Choice(Options());
        return _text.TryRead(")") ? body : throw _text.Refused("an open group", "close it with )");
    }

    private Pattern Quantified(Pattern item)
    {
        var (min, max) =
            _text.TryRead("*") ? (0, null)
            : _text.TryRead("+") ? (1, null)
            : _text.TryRead("?") ? (0, 1)
            : _text.TryRead("{") ? Counts()
            : (1, (int?)1);
        if ((min, max) == (1, 1))
        {
            return item;
        }

        // A lazy quantifier prefers other matches, and a whole text has but one.
        _text.TryRead("?");
        return _text.Peek is '*' or '+' or '?' or '{'
            ? throw _text.Refused("a quantifier of a quantifier", "put the inner one into a group")
            : Pattern.Repeat(item, min, max);
    }

    private (int Min, int? Max) Counts()
    {
        var min = _text.ReadCount() ?? throw _text.Refused("a { without a count", "escape it as \\{");
        var max = _text.TryRead(",") ? _text.ReadCount() : min;
        return _text.TryRead("}") && min <= (max ?? min)
            ? (min, max)
            : throw _text.Refused("counts that are not in order", "write {n}, {n,} or {n,m}");
    }

    private CharClass Class()
    {
        var negated = _text.TryRead("^");
        var members = CharClass.Of(CharSet.None);
        var empty = true;
        while (!_text.TryRead("]"))
        {
            if (!empty && _text.TryRead("-["))
            {
                throw _text.Refused("a class that is taken from a class", "write the class that is left");
            }

            members = members.Union(Member());
            empty = false;
        }

        return empty ? throw _text.Refused("an empty class", "put characters into it")
            : negated ? members.Negated()
            : members;
    }

    private CharClass Member()
    {
        var first = Single();
        if (_text.Peek != '-')
        {
            return first;
        }

        _text.Read();
        if (_text.Peek == ']')
        {
            return first.Union(Only('-'));
        }

        if (_text.Peek == '[')
        {
            throw _text.Refused("a class that is taken from a class", "write the class that is left");
        }

        return (First: OnlyOf(first), Last: OnlyOf(Single())) is ({ } from, { } to) && from <= to
            ? CharClass.Of(CharSet.Of(new CharRange(from, to)))
            : throw _text.Refused("a range without order", "write the lower character first, or escape the hyphen");
    }

    private CharClass Single() => _text.TryRead("\\") ? EscapeParser.Parse(_text) : Only(_text.Read());

    private static int? OnlyOf(CharClass one) =>
        one.InSome.Ranges is [var range] && range.First == range.Last ? range.First : null;

    private static CharClass Only(int character) => CharClass.Of(CharSet.Of(new CharRange(character, character)));

    private Pattern One(CharClass members) => Pattern.One(_write(members.InAll));
}
