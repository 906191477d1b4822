namespace GptOssDev.Server.Rpc;

/// <summary>Which documents of one client show findings of ours, so that a later review can take them away. Safe on any thread.</summary>
internal sealed class PublishedDiagnostics
{
    private readonly Lock _gate = new();
    private HashSet<string> _uris = new(StringComparer.Ordinal);

    /// <summary>Remembers what is shown now; returns the documents that showed something before and no longer do.</summary>
    public IReadOnlyList<string> Replace(IEnumerable<string> uris)
    {
        lock (_gate)
        {
            var now = new HashSet<string>(uris, StringComparer.Ordinal);
            IReadOnlyList<string> gone = [.. _uris.Except(now)];
            _uris = now;
            return gone;
        }
    }
}
