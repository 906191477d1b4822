namespace GptOssDev.Features.Completion.Sessions;

/// <summary>A cursor in a text, remembered to tell later what was typed there since.</summary>
internal sealed record CursorAnchor(string Path, string Before, string After)
{
    // What editors close by themselves when an opener is typed; a longer insertion is an edit of another kind.
    private const int MaxClosers = 4;

    public static CursorAnchor At(CursorContext cursor) => new(cursor.Path, cursor.Before, cursor.After);

    /// <summary>What was typed at the anchor up to a cursor; null when anything else was changed.</summary>
    public TypedText? Since(CursorContext cursor)
    {
        var closers = cursor.After.Length - After.Length;
        return
            cursor.Path == Path
            && closers is >= 0 and <= MaxClosers
            && cursor.Before.StartsWith(Before, StringComparison.Ordinal)
            && cursor.After.EndsWith(After, StringComparison.Ordinal)
            && AreClosers(cursor.After.AsSpan(0, closers))
            ? new TypedText(cursor.Before[Before.Length..], cursor.After[..closers])
            : null;
    }

    /// <summary>The same for a text whose cursor is not known: all that stands where the anchor's cursor was.</summary>
    public string? Since(string text) =>
        text.Length >= Before.Length + After.Length
        && text.StartsWith(Before, StringComparison.Ordinal)
        && text.EndsWith(After, StringComparison.Ordinal)
            ? text[Before.Length..^After.Length]
            : null;

    private static bool AreClosers(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!TriggerRules.AutoClosed.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }
}

/// <summary>What was typed at an anchor.</summary>
/// <param name="Closers">What the editor closed behind the cursor by itself meanwhile.</param>
internal readonly record struct TypedText(string Text, string Closers);
