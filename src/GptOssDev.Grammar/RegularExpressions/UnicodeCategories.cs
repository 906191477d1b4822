using System.Globalization;
using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.RegularExpressions;

/// <summary>Characters by Unicode's general categories, read from the runtime's tables once. Any thread.</summary>
internal static class UnicodeCategories
{
    // In the order of the runtime's enumeration.
    private static readonly string[] _names =
    [
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "Mn",
        "Mc",
        "Me",
        "Nd",
        "Nl",
        "No",
        "Zs",
        "Zl",
        "Zp",
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Cn",
    ];

    private static readonly Lazy<CharSet[]> _sets = new(Read);

    /// <summary>The characters of a category such as <c>Lu</c> or of a group of them such as <c>L</c>; null for any other name.</summary>
    public static CharSet? Find(string name)
    {
        var matching = _sets.Value.Where((_, i) => name.Length is 1 or 2 && Matches(_names[i], name)).ToList();
        return matching.Count == 0 ? null : CharSet.Of(matching.SelectMany(s => s.Ranges));
    }

    public static CharSet Of(params IEnumerable<string> names) => CharSet.Of(names.SelectMany(n => Find(n)!.Ranges));

    private static bool Matches(string category, string name) => category.StartsWith(name, StringComparison.Ordinal);

    private static CharSet[] Read()
    {
        var ranges = _names.Select(_ => new List<CharRange>()).ToArray();
        for (var character = 0; character <= 0x10FFFF; character++)
        {
            var own = ranges[(int)CharUnicodeInfo.GetUnicodeCategory(character)];
            if (own is [.., var last] && last.Last == character - 1)
            {
                own[^1] = last with { Last = character };
            }
            else
            {
                own.Add(new CharRange(character, character));
            }
        }

        return [.. ranges.Select(r => CharSet.Of(r))];
    }
}
