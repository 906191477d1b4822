using System.Text;
using System.Text.Json;
using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Json;

/// <summary>How characters are written inside a JSON string. Pure.</summary>
internal static class JsonText
{
    private static readonly CharSet _control = CharSet.Of(new CharRange(0, 0x1F));
    private static readonly CharSet _escaped = _control.Union(CharSet.Of('"')).Union(CharSet.Of('\\'));
    private static readonly Dictionary<char, char> _short = new()
    {
        ['\b'] = 'b',
        ['\f'] = 'f',
        ['\n'] = 'n',
        ['\r'] = 'r',
        ['\t'] = 't',
        ['"'] = '"',
        ['\\'] = '\\',
    };

    private static readonly ByteRange[] _hexDigits = [Range('0', '9'), Range('A', 'F'), Range('a', 'f')];

    /// <summary>Any character in any of the ways of writing it; of halves of surrogate pairs none.</summary>
    public static CharUnit AnyCharacter { get; } =
        new([
            .. Utf8Ranges.Of(_escaped.Complement()),
            .. "\"\\/bfnrt".Select(c => new[] { Range('\\', '\\'), Range(c, c) }),
            .. UnicodeEscapes(),
        ]);

    /// <summary>A character of a set: as it is where JSON allows that, else in its shortest escape.</summary>
    public static CharUnit CharacterOf(CharSet set) =>
        new([
            .. Utf8Ranges.Of(set.Except(_escaped)),
            .. set.Intersect(_escaped)
                .Ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1))
                .Select(c => Escape((char)c).Select(e => Range(e, e)).ToArray()),
        ]);

    /// <summary>A whole value, written in the shortest way.</summary>
    public static Pattern Literal(JsonElement scalar) =>
        scalar.ValueKind == JsonValueKind.String ? Literal(scalar.GetString()!) : Pattern.Text(scalar.GetRawText());

    /// <summary>A string, with its quotes.</summary>
    public static Pattern Literal(string text)
    {
        var written = new StringBuilder("\"");
        foreach (var c in text)
        {
            written.Append(c < ' ' || c is '"' or '\\' ? Escape(c) : c.ToString());
        }

        return Pattern.Text(written.Append('"').ToString());
    }

    private static string Escape(char c) => _short.TryGetValue(c, out var name) ? $"\\{name}" : $"\\u{(int)c:x4}";

    private static IEnumerable<ByteRange[]> UnicodeEscapes()
    {
        ByteRange[] start = [Range('\\', '\\'), Range('u', 'u')];
        ByteRange[] plain = [Range('0', '9'), Range('A', 'C'), Range('E', 'F'), Range('a', 'c'), Range('e', 'f')];
        foreach (var third in _hexDigits)
        {
            foreach (var fourth in _hexDigits)
            {
                foreach (var (first, second) in plain.SelectMany(p => _hexDigits.Select(h => (p, h))))
                {
                    yield return [.. start, first, second, third, fourth];
                }

                // Behind D, eight and more are surrogates.
                yield return [.. start, Range('D', 'D'), Range('0', '7'), third, fourth];
                yield return [.. start, Range('d', 'd'), Range('0', '7'), third, fourth];
            }
        }
    }

    private static ByteRange Range(char first, char last) => new((byte)first, (byte)last);
}
