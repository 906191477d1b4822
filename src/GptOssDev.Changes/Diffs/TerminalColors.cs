using System.Text.RegularExpressions;

namespace GptOssDev.Changes.Diffs;

/// <summary>Takes the escape sequences out that <c>color.ui=always</c> puts into a diff.</summary>
internal static partial class TerminalColors
{
    /// <summary>
    /// The text without sequences that set colours or clear a line's rest. A text in which no line begins with one is not coloured: it
    /// stays as it is, because code may hold the character.
    /// </summary>
    public static string Remove(string text) =>
        text.StartsWith("\e[", StringComparison.Ordinal) || text.Contains("\n\e[", StringComparison.Ordinal)
            ? Sequence().Replace(text, "")
            : text;

    [GeneratedRegex("\\x1b\\[[0-9;]*[mK]", RegexOptions.None, 10_000)]
    private static partial Regex Sequence();
}
