using GptOssDev.Features.Generation;
using GptOssDev.Features.Review.Sources;

namespace GptOssDev.Features.Review.Rules;

/// <summary>What one review looks at, and where its rules report. One rule at a time uses it.</summary>
internal sealed class ReviewTarget(
    ReviewChanges changes,
    GenerationSettings? settings,
    RequestTimer timer,
    FindingList findings,
    Action<ReviewProgress>? onProgress
)
{
    private readonly List<SkippedFile> _skipped = [];

    public ReviewChanges Changes { get; } = changes;

    public GenerationSettings? Settings { get; } = settings;

    public RequestTimer Timer { get; } = timer;

    /// <summary>The hunks that the model has not looked at, in order of the diff.</summary>
    public Queue<ReviewHunk> Pending { get; } = new();

    /// <summary>True when no further finding is taken.</summary>
    public bool IsFull => findings.IsFull;

    /// <summary>False once something of the change was not looked at.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>A line for the user beside the findings; null for none.</summary>
    public string? Notice { get; set; }

    public IReadOnlyList<SkippedFile> Skipped => _skipped;

    /// <summary>A file that the review leaves out by its scope: the review stays complete.</summary>
    public void Omit(SkippedFile file) => _skipped.Add(file);

    /// <summary>Something that could not be looked at: the review is not complete.</summary>
    public void Skip(SkippedFile gap)
    {
        IsComplete = false;
        if (!_skipped.Contains(gap))
        {
            _skipped.Add(gap);
        }
    }

    /// <summary>Skips every pending hunk, one line a file.</summary>
    public void SkipPending(string why)
    {
        IsComplete = false;
        foreach (var file in Pending.GroupBy(h => h.Path))
        {
            _skipped.Add(new SkippedFile(file.Key, $"{why}: lines {string.Join(", ", file.Select(h => h.Range))}"));
        }
        Pending.Clear();
    }

    public void Report(string message) => onProgress?.Invoke(new ReviewProgress(null, message));
}
