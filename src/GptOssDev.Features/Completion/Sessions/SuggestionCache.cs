namespace GptOssDev.Features.Completion.Sessions;

/// <summary>
/// Outcomes of one document's cursors. Text that follows one of them is served from it, and so is a place where nothing was
/// found. Bounded in number and in characters, the oldest go first, and in age: the rest of the project changes too, and with it
/// what the compiler would say. Not thread-safe: its owner guards it.
/// </summary>
internal sealed class SuggestionCache(TimeProvider time)
{
    private const int MaxEntries = 24;
    private const long MaxCharacters = 4 << 20;
    private static readonly TimeSpan _maxAge = TimeSpan.FromMinutes(2);
    private readonly LinkedList<Entry> _entries = new();
    private long _characters;

    private sealed record Entry(CursorAnchor Anchor, CompletionOutcome Outcome, long Since)
    {
        public long Characters => Anchor.Before.Length + Anchor.After.Length;
    }

    public void Add(CursorAnchor anchor, CompletionOutcome outcome)
    {
        var entry = new Entry(anchor, outcome, time.GetTimestamp());
        _entries.AddFirst(entry);
        _characters += entry.Characters;
        while (_entries.Count > 1 && (_entries.Count > MaxEntries || _characters > MaxCharacters))
        {
            _characters -= _entries.Last!.Value.Characters;
            _entries.RemoveLast();
        }
    }

    /// <summary>What is known for a cursor; null when a model has to be asked.</summary>
    public CompletionOutcome? Find(CursorContext cursor)
    {
        foreach (var (anchor, outcome, since) in _entries)
        {
            if (time.GetElapsedTime(since) > _maxAge)
            {
                return null;
            }
            if (anchor.Since(cursor) is not { } typed)
            {
                continue;
            }
            if (typed is { Text: "", Closers: "" })
            {
                return outcome;
            }
            if (TypeThrough.Rest(outcome.Items, typed, cursor.Position) is { Count: > 0 } items)
            {
                return outcome with { Items = items };
            }
        }
        return null;
    }
}
