namespace GptOssDev.Server.Completion;

/// <summary>
/// Remembers what was shown for as long as it may be accepted, and what was accepted until it is known whether it stayed.
/// Bounded, the oldest go first. Any thread.
/// </summary>
internal sealed class AcceptanceTracker(CompletionStats stats, TimeProvider time)
{
    private const int MaxShown = 256;
    private const int MaxWatched = 128;

    /// <summary>Text that stands as long as this is kept.</summary>
    private static readonly TimeSpan _keptAfter = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private readonly LinkedList<Suggestion> _shown = new();
    private readonly LinkedList<(Suggestion Suggestion, string Text, long Since)> _watched = new();
    private long _lastId;

    private sealed record Suggestion(string Id, long Client, string Uri, string Path, string Text)
    {
        public int Taken { get; set; }
    }

    /// <summary>Notes that a suggestion goes to a client.</summary>
    /// <returns>Its id.</returns>
    public string Show(long client, string uri, string path, string text)
    {
        lock (_gate)
        {
            var suggestion = new Suggestion($"s{++_lastId}", client, uri, path, text);
            _shown.AddFirst(suggestion);
            if (_shown.Count > MaxShown)
            {
                _shown.RemoveLast();
            }
            return suggestion.Id;
        }
    }

    /// <summary>The user took a suggestion, or its first characters. One of another client, or long gone, is passed over.</summary>
    /// <param name="length">How much is taken so far; null for all of it.</param>
    public void Accept(long client, string id, int? length)
    {
        lock (_gate)
        {
            if (Find(client, id) is not { } suggestion)
            {
                return;
            }
            var taken = Math.Clamp(length ?? suggestion.Text.Length, 0, suggestion.Text.Length);
            if (taken <= suggestion.Taken)
            {
                return;
            }
            stats.Accepted(suggestion.Path, whole: taken == suggestion.Text.Length, taken - suggestion.Taken);
            suggestion.Taken = taken;
            _watched.AddFirst((suggestion, suggestion.Text[..taken], time.GetTimestamp()));
            if (_watched.Count > MaxWatched)
            {
                _watched.RemoveLast();
            }
            if (taken == suggestion.Text.Length)
            {
                _shown.Remove(suggestion);
            }
        }
    }

    public void Reject(long client, string id)
    {
        lock (_gate)
        {
            if (Find(client, id) is not { } suggestion)
            {
                return;
            }
            _shown.Remove(suggestion);
            stats.Rejected();
        }
    }

    /// <summary>A document has this text now: what was accepted in it a while ago is looked for.</summary>
    /// <param name="closing">True when this is the last look.</param>
    public void Look(long client, string uri, string text, bool closing)
    {
        lock (_gate)
        {
            for (var node = _watched.First; node is not null; )
            {
                var (current, next) = (node, node.Next);
                var (suggestion, accepted, since) = current.Value;
                if (
                    suggestion.Client == client
                    && suggestion.Uri == uri
                    && (closing || time.GetElapsedTime(since) >= _keptAfter)
                )
                {
                    _watched.Remove(current);
                    stats.LookedAgain(text.Contains(accepted, StringComparison.Ordinal));
                }
                node = next;
            }
        }
    }

    private Suggestion? Find(long client, string id) => _shown.FirstOrDefault(s => s.Client == client && s.Id == id);
}
