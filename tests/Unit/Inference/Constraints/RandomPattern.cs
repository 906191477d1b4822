using System.Text;
using GptOssDev.Grammar.Json;
using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

/// <summary>Random patterns and vocabularies over few characters, so that they meet often.</summary>
internal sealed class RandomPattern(Random random)
{
    private static readonly string[] _letters = ["a", "b", "\"", "\\", ",", "é", "€", "\ud83d\ude00", "\n"];

    private static readonly CharUnit[] _units =
    [
        CharUnit.Any,
        JsonText.AnyCharacter,
        CharUnit.Of(CharSet.Of(new CharRange('a', 'b'))),
        CharUnit.Of(Chars("\"aé")),
        CharUnit.Of(CharSet.Of('"').Complement()),
        CharUnit.Of(CharSet.Of(new CharRange(0xE0, 0x20AC))),
        JsonText.CharacterOf(Chars("\"a\n")),
    ];

    /// <param name="controls">Control tokens that may stand in it.</param>
    public Pattern Next(int depth, IReadOnlyList<int> controls)
    {
        switch (random.Next(depth > 0 ? 11 : 4))
        {
            case 0 or 1:
                return Pattern.Text(Text(random.Next(1, 4)));
            case 2:
                return Pattern.One(Pick(_units));
            case 3:
                return controls.Count > 0 && random.Next(3) == 0
                    ? Pattern.Token(Pick(controls))
                    : Pattern.Text(Text(1));
            case 4 or 5:
                return Pattern.Sequence(Several(depth, controls));
            case 6:
                return Pattern.Choice(Several(depth, controls));
            case 7 or 8:
                return Counted(Pattern.One(Pick(_units)), 6);
            case 9:
                return Counted(Next(depth - 1, controls), 3);
            default:
                return Pattern.Rule(Next(depth - 1, controls));
        }
    }

    /// <summary>Texts for tokens, cut at any byte.</summary>
    public IEnumerable<byte[]> Tokens(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Text(random.Next(1, 6)));
            var from = random.Next(4) == 0 ? random.Next(bytes.Length) : 0;
            var to = random.Next(4) == 0 ? random.Next(from + 1, bytes.Length + 1) : bytes.Length;
            yield return bytes[from..to];
        }
    }

    private static CharSet Chars(string chars) => CharSet.Of(chars.Select(c => new CharRange(c, c)));

    private Pattern Counted(Pattern item, int most)
    {
        var min = random.Next(most);
        return Pattern.Repeat(item, min, random.Next(3) == 0 ? null : min + random.Next(most));
    }

    private List<Pattern> Several(int depth, IReadOnlyList<int> controls) =>
        [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Next(depth - 1, controls))];

    private string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Pick(_letters)));

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
