using GptOssDev.Features.Generation;
using GptOssDev.Features.Review.Rules;
using GptOssDev.Features.Review.Sources;
using GptOssDev.Inference;

namespace GptOssDev.Features.Review;

/// <summary>
/// Reviews changes by the rules of <see cref="ReviewRules"/>: scope, deadline, de-duplication, and what was not looked at. Holds no
/// state of a request. Thread-safe.
/// </summary>
public sealed class ReviewFeature
{
    private readonly IReadOnlyList<IReviewRule> _rules;
    private readonly TimeProvider _time;
    private readonly Action<string, Exception> _onFault;

    /// <param name="onFault">Receives the name of a rule and the bug that ended it, for the log.</param>
    public ReviewFeature(IInferenceEngine engine, TimeProvider time, Action<string, Exception> onFault)
        : this(ReviewRules.All(engine), time, onFault) { }

    internal ReviewFeature(IReadOnlyList<IReviewRule> rules, TimeProvider time, Action<string, Exception> onFault)
    {
        _rules = rules;
        _time = time;
        _onFault = onFault;
    }

    /// <param name="onProgress">Receives findings and what is being looked at, in order; null for nothing.</param>
    /// <exception cref="FeatureException">Bad input, or git cannot answer.</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the caller; the time limit is not a cancellation.</exception>
    public async Task<ReviewOutcome> ReviewAsync(
        ReviewRequest request,
        Action<ReviewProgress>? onProgress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.TimeLimit is { } limit && (limit <= TimeSpan.Zero || limit > TimeSpan.FromDays(1)))
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                "the time limit must be more than 0 seconds and at most one day"
            );
        }
        var timer = new RequestTimer(_time);
        using var deadline = new CancellationTokenSource(request.TimeLimit ?? Timeout.InfiniteTimeSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var findings = new FindingList(onProgress);
        ReviewTarget? target = null;
        var running = "";
        try
        {
            var changes = await ChangeSource.LoadAsync(request, either.Token);
            target = Target(changes, request, timer, findings, onProgress);
            foreach (var rule in _rules)
            {
                running = rule.Name;
                await RunAsync(rule, target, findings, either.Token);
            }
        }
        catch (OperationCanceledException)
            when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            if (target is { Pending.Count: 0 })
            {
                target.Skip(new SkippedFile(".", $"the time was up before {running} had looked at everything"));
            }
            target?.SkipPending("the time was up");
        }
        if (target is null)
        {
            var unread = new SkippedFile(".", "the time was up before the changes were read");
            return new ReviewOutcome([], [unread], Complete: false, timer.Timings, Notice: null);
        }
        if (findings.HasDropped)
        {
            target.Skip(new SkippedFile(".", "there are more findings than one review lists"));
        }
        return new ReviewOutcome(
            findings.All,
            target.Skipped,
            target.IsComplete,
            timer.Timings,
            target.Notice,
            target.Changes.Root
        );
    }

    // A fault of one rule is a gap of the review, never its end and never "no findings".
    private async Task RunAsync(
        IReviewRule rule,
        ReviewTarget target,
        FindingList findings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (var found in rule.RunAsync(target, cancellationToken))
            {
                findings.Add(found.Finding, found.Flagged);
            }
        }
        catch (Exception e) when (e is not (OperationCanceledException or FeatureException or InferenceException))
        {
            _onFault(rule.Name, e);
            target.Skip(new SkippedFile(".", $"{rule.Name} failed ({e.GetType().Name}): its findings are missing"));
        }
    }

    private static ReviewTarget Target(
        ReviewChanges changes,
        ReviewRequest request,
        RequestTimer timer,
        FindingList findings,
        Action<ReviewProgress>? onProgress
    )
    {
        var target = new ReviewTarget(changes, request.Settings, timer, findings, onProgress);
        foreach (var omitted in changes.Omitted)
        {
            target.Omit(omitted);
        }
        foreach (var gap in changes.Gaps)
        {
            target.Skip(gap);
        }
        foreach (var file in changes.Files)
        {
            if (ReviewScopeFilter.WhyOmitted(file.Diff) is { } omitted)
            {
                target.Omit(new SkippedFile(file.Path, omitted));
            }
            else if (ReviewScopeFilter.WhyUnread(file.Diff) is { } unread)
            {
                target.Skip(new SkippedFile(file.Path, unread));
            }
            else
            {
                foreach (var hunk in ReviewHunk.Of(file.Diff))
                {
                    target.Pending.Enqueue(hunk);
                }
            }
        }
        return target;
    }
}
