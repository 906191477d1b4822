using System.Text;
using GptOssDev.Harmony;

namespace GptOssDev.Tests.Bench;

/// <summary>
/// A vocabulary of the size and kind of gpt-oss's, made up and always the same: bytes, words in several scripts with and without a
/// space before them, numbers, indentation, and the clusters of punctuation that code and JSON are full of.
/// </summary>
internal sealed class SyntheticVocabulary : ITokenizer
{
    private const int Ordinary = 200_000;
    private const int LongestText = 128;
    private const string End = "<|return|>";

    private static readonly string[] _marks =
    [
        "\"",
        "\",",
        "\",\"",
        "\":",
        "\":\"",
        "\": \"",
        "{\"",
        "}",
        "},",
        "},{\"",
        "}]}",
        "]}",
        ":[",
        "\\n",
        "\\\"",
        ".",
        ", ",
        "();",
        "()",
        ") {",
        "`",
        " `",
        "'",
        " =>",
        " == ",
        " != ",
        "/",
        "//",
    ];

    private static readonly string[][] _syllables =
    [
        [
            "an",
            "be",
            "con",
            "de",
            "er",
            "fi",
            "ing",
            "ion",
            "ly",
            "ment",
            "no",
            "or",
            "pre",
            "re",
            "st",
            "ta",
            "un",
            "ver",
            "s",
            "e",
        ],
        ["ба", "во", "ни", "ко", "ра", "то", "ст", "ен", "на", "ре"],
        ["数", "据", "行", "文", "件", "错", "误", "空", "值", "是"],
    ];

    private readonly List<byte[]> _texts = [.. Enumerable.Range(0, 256).Select(b => new[] { (byte)b })];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public SyntheticVocabulary()
    {
        foreach (var text in Pieces(new Random(1)))
        {
            if (_ids.TryAdd(text, _texts.Count))
            {
                _texts.Add(Encoding.UTF8.GetBytes(text));
            }

            if (_texts.Count == Ordinary)
            {
                break;
            }
        }
    }

    public int Count => _texts.Count + 1;

    public int EndToken => _texts.Count;

    /// <summary>The longest token at each place.</summary>
    public int[] Encode(string text)
    {
        var ids = new List<int>();
        for (var at = 0; at < text.Length; )
        {
            var length = Math.Min(LongestText, text.Length - at);
            while (length > 0 && !_ids.ContainsKey(text.Substring(at, length)))
            {
                length--;
            }

            if (length == 0)
            {
                length = char.IsHighSurrogate(text[at]) ? 2 : 1;
                ids.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, length)).Select(b => (int)b));
            }
            else
            {
                ids.Add(_ids[text.Substring(at, length)]);
            }

            at += length;
        }

        return [.. ids];
    }

    public bool TryGetControlToken(string text, out int id)
    {
        id = EndToken;
        return text == End;
    }

    public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
    {
        bytes = id < _texts.Count ? _texts[id] : Encoding.UTF8.GetBytes(End);
        return id >= 0 && id < Count;
    }

    public bool IsControl(int id) => id == EndToken;

    private static IEnumerable<string> Pieces(Random random)
    {
        foreach (var mark in _marks)
        {
            yield return mark;
        }

        for (var spaces = 2; spaces <= LongestText; spaces += spaces < 16 ? 1 : 8)
        {
            yield return new string(' ', spaces);
            yield return "\n" + new string(' ', Math.Min(spaces, 40));
        }

        for (var number = 0; number < 1000; number++)
        {
            yield return $"{number}";
        }

        while (true)
        {
            var kind = random.Next(10);
            var syllables = _syllables[
                kind switch
                {
                    < 7 => 0,
                    < 9 => 1,
                    _ => 2,
                }
            ];
            var word = string.Concat(
                Enumerable.Range(0, random.Next(1, 6)).Select(_ => syllables[random.Next(syllables.Length)])
            );
            yield return random.Next(12) switch
            {
                < 5 => " " + word,
                5 => char.ToUpperInvariant(word[0]) + word[1..],
                6 => " " + char.ToUpperInvariant(word[0]) + word[1..],
                7 => _marks[random.Next(_marks.Length)] + word,
                8 => word + _marks[random.Next(_marks.Length)],
                _ => word,
            };
        }
    }
}
