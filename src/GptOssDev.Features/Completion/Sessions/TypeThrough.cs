using GptOssDev.CodeModel.Documents;

namespace GptOssDev.Features.Completion.Sessions;

/// <summary>
/// What is left of suggestions when a part of their text was typed. The document they lead to is the same, so the compiler's
/// verdict still holds. Pure.
/// </summary>
internal static class TypeThrough
{
    /// <summary>The items that agree with what was typed, at the new cursor.</summary>
    public static IReadOnlyList<CompletionItem> Rest(
        IReadOnlyList<CompletionItem> items,
        TypedText typed,
        TextPosition cursor
    ) => [.. items.Select(item => Rest(item, typed, cursor)).OfType<CompletionItem>()];

    private static CompletionItem? Rest(CompletionItem item, TypedText typed, TextPosition cursor)
    {
        if (item.Text.Length <= typed.Text.Length || !item.Text.StartsWith(typed.Text, StringComparison.Ordinal))
        {
            return null;
        }
        var rest = item.Text[typed.Text.Length..];
        if (!Writes(rest, typed.Closers))
        {
            return null;
        }
        var replaced = item.Range.End.Character - item.Range.Start.Character + typed.Closers.Length;
        return item with
        {
            Text = rest,
            Range = new TextRange(cursor, cursor with { Character = cursor.Character + replaced }),
        };
    }

    /// <summary>Whether the text closes on its first line what the editor closed, so that it can be put in its place.</summary>
    private static bool Writes(string text, string closers)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        var at = 0;
        foreach (var closer in closers)
        {
            at = line.IndexOf(closer, at) + 1;
            if (at == 0)
            {
                return false;
            }
        }
        return true;
    }
}
