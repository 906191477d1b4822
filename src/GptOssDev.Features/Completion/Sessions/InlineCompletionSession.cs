using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion.Sessions;

/// <summary>
/// The suggestions of one document in one editor. It owns what is known of the document's cursors and at most one running
/// group of generations, which outlives the request that began it as long as what is typed agrees with it. Any thread.
/// </summary>
internal sealed class InlineCompletionSession(
    CompletionFeature feature,
    AdaptiveDebounce pause,
    InlineCompletionSettings options
)
{
    // An editor cancels the request of a keystroke just before it sends the next one.
    private static readonly TimeSpan _linger = TimeSpan.FromMilliseconds(300);

    private static readonly CompletionOutcome _superseded = new(
        [],
        FeatureTimings.None,
        "the document was changed meanwhile",
        null
    );

    private readonly Lock _gate = new();
    private readonly SuggestionCache _cache = new(feature.Time);
    private readonly ContextCache _stable = new(feature.Time);
    private InFlightCompletion? _job;
    private long _newest;

    /// <summary>Suggestions at the cursor.</summary>
    /// <exception cref="FeatureException">Bad input: the position lies outside the text.</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the group goes on for a moment in case typing goes on.</exception>
    public async Task<InlineCompletionOutcome> CompleteAsync(
        InlineCompletionRequest request,
        CancellationToken cancellationToken
    )
    {
        var cursor = CursorContext.At(request.Path, request.Text, request.Position);
        long mine;
        lock (_gate)
        {
            mine = ++_newest;
        }
        while (true)
        {
            if (Find(cursor, request, mine) is not var (known, job, joined))
            {
                return new InlineCompletionOutcome(_superseded, SuggestionSource.Cache);
            }
            if (known is not null)
            {
                Prefetch(request, cursor, known);
                return new InlineCompletionOutcome(known, SuggestionSource.Cache);
            }
            try
            {
                var outcome = await job!.WaitAsync(cancellationToken);
                if ((joined ? Fits(job, outcome, cursor) : outcome) is { } shown)
                {
                    Prefetch(request, cursor, shown);
                    return new InlineCompletionOutcome(
                        shown,
                        joined ? SuggestionSource.Joined : SuggestionSource.Model
                    );
                }
                // It ended with other text than what was typed.
                Retire(job);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                _ = StopWhenUnobservedAsync(job!);
                throw;
            }
            catch (OperationCanceledException) when (job!.Stopped.IsCancellationRequested)
            {
                // What it wrote left what was typed: the newest request asks anew.
            }
        }
    }

    /// <summary>The document has another text: a group that does not agree with it ends at once.</summary>
    public void Changed(string text)
    {
        lock (_gate)
        {
            // Whoever asked before this change begins nothing any more.
            _newest++;
            if (_job is { } job && !(job.Origin.Since(text) is { } typed && Follows(job, typed)))
            {
                job.Stop();
            }
        }
    }

    /// <summary>Ends what runs.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _job?.Stop();
        }
    }

    /// <param name="typed">What stands at the origin; where in it the cursor is is not known, closers may stand behind it.</param>
    private static bool Follows(InFlightCompletion job, string typed)
    {
        for (var text = typed; ; text = text[..^1])
        {
            if (job.Follow(text))
            {
                return true;
            }
            if (text.Length == 0 || !TriggerRules.AutoClosed.Contains(text[^1], StringComparison.Ordinal))
            {
                return false;
            }
        }
    }

    /// <summary>What answers a cursor: a known outcome, a running group, or a new one; null when a newer request has come.</summary>
    private (CompletionOutcome? Known, InFlightCompletion? Job, bool Joined)? Find(
        CursorContext cursor,
        InlineCompletionRequest request,
        long mine
    )
    {
        lock (_gate)
        {
            if (mine != _newest)
            {
                return null;
            }
            var typed = _job is { Stopped.IsCancellationRequested: false } ? _job.Origin.Since(cursor) : null;
            var agrees = typed is { } since && _job!.Follow(since.Text);
            if (!agrees)
            {
                _job?.Stop();
            }
            if (_cache.Find(cursor) is { } known)
            {
                return (known, null, false);
            }
            if (agrees && typed!.Value.Text.Length >= _job!.Prefix.Length && !_job.Outcome.IsCompleted)
            {
                return (null, _job, true);
            }
            return (null, Begin(cursor, "", request), false);
        }
    }

    private InFlightCompletion Begin(CursorContext cursor, string lead, InlineCompletionRequest request)
    {
        var previous = _job;
        previous?.Stop();
        var job = new InFlightCompletion(CursorAnchor.At(cursor), lead);
        _job = job;
        job.Begin(own => RunAsync(own, previous, cursor, request));
        return job;
    }

    private async Task<CompletionOutcome> RunAsync(
        InFlightCompletion job,
        InFlightCompletion? previous,
        CursorContext origin,
        InlineCompletionRequest request
    )
    {
        try
        {
            // Never two groups for one document.
            if (previous is not null)
            {
                await ((Task)previous.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            var outcome = await WriteAsync(job, origin, request);
            if (!outcome.IsPartial)
            {
                lock (_gate)
                {
                    _cache.Add(AnchorOf(job), outcome);
                }
            }
            return outcome;
        }
        finally
        {
            Retire(job);
            job.Dispose();
        }
    }

    private async Task<CompletionOutcome> WriteAsync(
        InFlightCompletion job,
        CursorContext origin,
        InlineCompletionRequest request
    )
    {
        var cancellationToken = job.Stopped;
        var meter = new RequestTimer(feature.Time);
        var isPrefetch = job.Prefix.Length > 0;
        var waits =
            request.Trigger == CompletionTrigger.Automatic && !isPrefetch
                ? Task.Delay(options.Pause ?? pause.For(feature.Preset), feature.Time, cancellationToken)
                : Task.CompletedTask;
        var asked = await AskAsync(job, origin, request, cancellationToken);
        var (code, cursor) = CompletionFeature.Open(asked);
        if (await CompletionFeature.WhyNotAsync(asked, code, cursor, cancellationToken) is { } why)
        {
            return new CompletionOutcome([], meter.Timings, why, null);
        }
        var place = await feature.PlaceAsync(asked, code, cursor, _stable.Find(cursor), cancellationToken);
        _stable.Store(cursor, place.Context);
        // The compiler was asked while typing paused.
        await waits;
        var started = feature.Time.GetTimestamp();
        var outcome = await feature.WriteAsync(asked, place, meter, job.Write, cancellationToken);
        if (!isPrefetch)
        {
            pause.Add(feature.Time.GetElapsedTime(started));
        }
        return outcome;
    }

    private static async Task<CompletionRequest> AskAsync(
        InFlightCompletion job,
        CursorContext origin,
        InlineCompletionRequest request,
        CancellationToken cancellationToken
    )
    {
        var text = string.Concat(origin.Before, job.Prefix, origin.After);
        return new CompletionRequest(
            await request.Code(cancellationToken),
            request.Path,
            OffsetPositions.Of(text, origin.Before.Length + job.Prefix.Length),
            text,
            Trigger: request.Trigger,
            Settings: request.Settings
        )
        {
            TimeBudget = request.TimeBudget,
            Surroundings = request.Surroundings,
            Priority = job.Prefix.Length > 0 ? RequestPriority.Interactive : RequestPriority.Keystroke,
        };
    }

    /// <summary>While a suggestion is shown, what could follow it is written.</summary>
    private void Prefetch(InlineCompletionRequest request, CursorContext cursor, CompletionOutcome shown)
    {
        if (
            !(options.Prefetch ?? feature.Preset.Prefetch)
            || request.Trigger != CompletionTrigger.Automatic
            || shown.Items is not [{ Range.IsEmpty: true, AdditionalEdits: [] } item, ..]
        )
        {
            return;
        }
        var lead = NextEditPosition.Lead(cursor, item);
        var text = string.Concat(cursor.Before, lead, cursor.After);
        var next = CursorContext.At(cursor.Path, text, OffsetPositions.Of(text, cursor.Offset + lead.Length));
        lock (_gate)
        {
            if (_job is null && _cache.Find(next) is null)
            {
                Begin(cursor, lead, request with { TimeBudget = null });
            }
        }
    }

    private static CursorAnchor AnchorOf(InFlightCompletion job) =>
        job.Origin with
        {
            Before = job.Origin.Before + job.Prefix,
        };

    /// <summary>What a joined group's outcome says for a cursor; null when its text is another.</summary>
    private static CompletionOutcome? Fits(InFlightCompletion job, CompletionOutcome outcome, CursorContext cursor)
    {
        if (AnchorOf(job).Since(cursor) is not { } typed)
        {
            return null;
        }
        if (typed is { Text: "", Closers: "" })
        {
            return outcome;
        }
        return TypeThrough.Rest(outcome.Items, typed, cursor.Position) is { Count: > 0 } items
            ? outcome with
            {
                Items = items,
            }
            : null;
    }

    private void Retire(InFlightCompletion job)
    {
        lock (_gate)
        {
            if (_job == job)
            {
                _job = null;
            }
        }
    }

    private async Task StopWhenUnobservedAsync(InFlightCompletion job)
    {
        await Task.Delay(_linger, feature.Time, CancellationToken.None);
        if (job.HasNoWaiters)
        {
            job.Stop();
        }
    }
}
