using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Review.Model;
using GptOssDev.Features.Review.Sources;
using GptOssDev.Inference;

namespace GptOssDev.Features.Review;

/// <summary>
/// Reviews changes: what the compiler says of the changed lines first, then the model hunk by hunk. Holds no state of a
/// request; any thread. When the time limit is up it tells what it has, and what it did not look at.
/// </summary>
public sealed class ReviewFeature(IInferenceEngine engine, TimeProvider time)
{
    private const int AnswerTokens = 400;
    private const int MaxHunks = 300;

    /// <param name="onProgress">Gets findings and what is being looked at, in order; null for nobody.</param>
    /// <exception cref="FeatureException">Bad input, or git cannot answer.</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the caller; the time limit is no cancellation.</exception>
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
                "the time limit is no time between a moment and a day: give seconds, more than 0"
            );
        }
        var meter = new RequestTimer(time);
        using var deadline = new CancellationTokenSource(request.TimeLimit ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var run = new ReviewRun(request, meter, onProgress);
        try
        {
            await run.CompilerAsync(either.Token);
            if (run.Left.Count > 0)
            {
                using var model = await GenerationSession.StartAsync(
                    engine,
                    request.Settings,
                    RequestPriority.Review,
                    meter,
                    either.Token
                );
                await run.ModelAsync(model, either.Token);
            }
        }
        catch (OperationCanceledException)
            when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            run.TimeIsUp();
        }
        return run.Outcome();
    }

    /// <summary>One review on its way. Used by one caller, once.</summary>
    private sealed class ReviewRun(ReviewRequest request, RequestTimer meter, Action<ReviewProgress>? onProgress)
    {
        private readonly FindingList _findings = new(onProgress);
        private readonly List<SkippedFile> _skipped = [];
        private string? _notice;
        private string? _root;
        private bool _isRead;
        private bool _complete = true;

        /// <summary>Hunks that the model has not looked at.</summary>
        public Queue<ReviewHunk> Left { get; } = new();

        public async Task CompilerAsync(CancellationToken cancellationToken)
        {
            var changes = await ChangeSource.LoadAsync(request, cancellationToken);
            (_root, _isRead) = (changes.Root, true);
            _skipped.AddRange(changes.Omitted);
            AddGaps(changes.Gaps);
            foreach (var file in changes.Files)
            {
                if (ReviewScopeRules.WhyOmitted(file.Diff) is { } omitted)
                {
                    _skipped.Add(new SkippedFile(file.Path, omitted));
                }
                else if (ReviewScopeRules.WhyUnread(file.Diff) is { } unread)
                {
                    AddGaps([new SkippedFile(file.Path, unread)]);
                }
                else
                {
                    ReviewHunk.Of(file.Diff).ToList().ForEach(Left.Enqueue);
                }
            }
            await meter.VerifyAsync(async () =>
            {
                await CompilerReview.RunAsync(changes, _findings, gap => AddGaps([gap]), cancellationToken);
                return true;
            });
        }

        public async Task ModelAsync(GenerationSession model, CancellationToken cancellationToken)
        {
            _notice = model.Notice;
            var maxTokens = model.MaxTokens(AnswerTokens);
            for (var asked = 0; Left.TryPeek(out var hunk); asked++)
            {
                if (asked == MaxHunks || _findings.IsFull)
                {
                    _complete = false;
                    SkipRest($"more than {(_findings.IsFull ? "the findings" : $"{MaxHunks} pieces")} of one review");
                    return;
                }
                cancellationToken.ThrowIfCancellationRequested();
                onProgress?.Invoke(new ReviewProgress(null, $"{hunk.Path}:{hunk.Range}"));
                var prompt = ReviewPrompt.Of(hunk, model.Effort);
                var answer = await model.AnswerAsync(
                    prompt,
                    FindingsSchema.Shape,
                    maxTokens,
                    onPart: null,
                    cancellationToken
                );
                foreach (var claim in ModelFindingParser.Parse(answer.Answer))
                {
                    if (ModelFindingReader.Read(claim, hunk) is { } finding)
                    {
                        _findings.Add(finding, Flagged(hunk, finding.Lines));
                    }
                }
                Left.Dequeue();
            }
        }

        public void TimeIsUp()
        {
            _complete = false;
            SkipRest("the time was up");
            if (!_isRead)
            {
                _skipped.Add(new SkippedFile(".", "the time was up before the changes were read"));
            }
        }

        public ReviewOutcome Outcome()
        {
            if (_findings.HasDropped)
            {
                AddGaps([new SkippedFile(".", "there are more findings than one review lists")]);
            }
            return new ReviewOutcome(_findings.All, _skipped, _complete, meter.Timings, _notice, _root);
        }

        private void AddGaps(IReadOnlyList<SkippedFile> gaps)
        {
            _skipped.AddRange(gaps.Distinct().Except(_skipped));
            _complete &= gaps.Count == 0;
        }

        private void SkipRest(string why)
        {
            foreach (var file in Left.GroupBy(h => h.Path))
            {
                _skipped.Add(new SkippedFile(file.Key, $"{why}: lines {string.Join(", ", file.Select(h => h.Range))}"));
            }
            Left.Clear();
        }

        private static string Flagged(ReviewHunk hunk, LineRange lines) =>
            string.Join(
                '\n',
                hunk.Lines.Where(l => l.NewNumber >= lines.Start && l.NewNumber <= lines.End).Select(l => l.Text)
            );
    }
}
