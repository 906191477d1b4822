namespace GptOssDev.Features.Review;

/// <summary>
/// The findings of one review: numbers them, names them, drops what was said already, and tells a listener. One thread at a time.
/// </summary>
internal sealed class FindingList(Action<ReviewProgress>? onProgress)
{
    private const int Most = 200;
    private readonly List<ReviewFinding> _findings = [];
    private readonly HashSet<string> _fingerprints = [];

    public IReadOnlyList<ReviewFinding> All => _findings;

    public bool IsFull => _findings.Count >= Most;

    /// <summary>True once a finding came when the list was full.</summary>
    public bool HasDropped { get; private set; }

    /// <param name="flagged">The text of the finding's lines.</param>
    /// <param name="finding">Its number and fingerprint are given here.</param>
    public void Add(ReviewFinding finding, string flagged)
    {
        if (_findings.Any(f => f.Path == finding.Path && f.Lines == finding.Lines && SaysTheSame(f, finding)))
        {
            return;
        }
        if (IsFull)
        {
            HasDropped = true;
            return;
        }
        var occurrence = 0;
        string fingerprint;
        do
        {
            fingerprint = Fingerprint.Of(finding.Rule, finding.Path, flagged, occurrence++);
        } while (!_fingerprints.Add(fingerprint));
        var added = finding with { Id = _findings.Count + 1, Fingerprint = fingerprint };
        _findings.Add(added);
        onProgress?.Invoke(new ReviewProgress(added, null));
    }

    // The compiler may say one thing twice on a line, of two places; a model only repeats itself.
    private static bool SaysTheSame(ReviewFinding a, ReviewFinding b) =>
        a.Rule == b.Rule && (b.Source == FindingSource.Model || a.Message == b.Message);
}
