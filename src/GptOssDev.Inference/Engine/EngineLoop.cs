using GptOssDev.Inference.Sampling;
using GptOssDev.Inference.Scheduling;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Owns the one thread that decodes. Requests come in through a queue under a lock; each turn of the loop admits what fits,
/// lets the <see cref="Scheduler"/> plan a step, computes it and hands the sampled tokens out.
/// </summary>
/// <remarks>
/// A cancelled request leaves at the next turn. A failing decode ends the requests in its batch, never the loop. Disposing
/// ends all requests with <see cref="InferenceFailure.Stopped"/> and joins the thread.
/// </remarks>
internal sealed class EngineLoop : IDisposable
{
    private const int MaxWaiting = 256;
    private readonly IModelRunner _runner;
    private readonly TimeProvider _time;
    private readonly SchedulerLimits _limits;
    private readonly PrefixCache _cache;
    private readonly StepClock _clock;
    private readonly Thread _thread;

    // Guarded by _gate: _incoming, _stopping, _arrivals.
    private readonly object _gate = new();
    private readonly List<Sequence> _incoming = [];
    private bool _stopping;
    private long _arrivals;

    // The engine thread's own.
    private readonly SamplerScratch _scratch = new();
    private readonly List<Sequence> _waiting = [];
    private readonly List<Sequence> _running = [];
    private readonly List<int> _evicted = [];
    private readonly List<StepEntry> _plan = [];
    private volatile int _runningCount;
    private volatile int _waitingCount;

    public EngineLoop(IModelRunner runner, TimeProvider time)
    {
        _runner = runner;
        _time = time;
        _limits = new SchedulerLimits(
            runner.BatchTokens,
            runner.Model.ContextTokens,
            KeystrokeReserve: runner.Model.ContextTokens / 4
        );
        _cache = new PrefixCache(runner.Sequences, runner.Model.ContextTokens);
        _clock = new StepClock(runner.BatchTokens);
        _thread = new Thread(Run) { IsBackground = true, Name = "gptoss engine" };
        _thread.Start();
    }

    public int Running => _runningCount;

    public int Waiting => _waitingCount;

    /// <summary>Queues a request. Any thread.</summary>
    public Sequence Submit(GenerationRequest request)
    {
        if (request.Prompt.Length == 0)
        {
            throw new ArgumentException("A prompt has at least one token.", nameof(request));
        }

        if (request.Prompt.Length >= _limits.ContextTokens)
        {
            throw new InferenceException(
                InferenceFailure.PromptTooLong,
                $"the prompt has {request.Prompt.Length} tokens, the context holds {_limits.ContextTokens}; "
                    + "ask about a smaller part, or raise contextTokens in the settings"
            );
        }

        lock (_gate)
        {
            if (_stopping)
            {
                throw Stopped();
            }

            if (_incoming.Count + _waitingCount >= MaxWaiting)
            {
                throw new InferenceException(
                    InferenceFailure.QueueFull,
                    $"{MaxWaiting} requests are waiting for the model already; try again when some have ended"
                );
            }

            var sequence = new Sequence(request, _scratch, _limits.ContextTokens, _arrivals++, _time.GetTimestamp());
            _incoming.Add(sequence);
            Monitor.Pulse(_gate);
            return sequence;
        }
    }

    /// <summary>Marks a request as cancelled; it leaves at the next turn. Any thread.</summary>
    public void Cancel(Sequence sequence)
    {
        sequence.Cancelled = true;
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }

    public GenerationStats StatsOf(Sequence s)
    {
        var end = s.EndedAt != 0 ? s.EndedAt : _time.GetTimestamp();
        var admitted = s.AdmittedAt != 0 ? s.AdmittedAt : end;
        var first = s.FirstTokenAt != 0 ? s.FirstTokenAt : end;
        return new GenerationStats(
            s.Reason,
            s.StopToken,
            s.Request.Prompt.Length,
            s.Reused,
            s.Generated,
            Queued: _time.GetElapsedTime(s.StartedAt, admitted),
            Prefill: _time.GetElapsedTime(admitted, first),
            Decode: _time.GetElapsedTime(first, end),
            FirstToken: _time.GetElapsedTime(s.StartedAt, first)
        );
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private void Run()
    {
        while (TakeIncoming())
        {
            RemoveCancelled();
            Admit();
            Scheduler.Plan([.. _running.Select(View)], _limits, _clock.PrefillBudget, _plan);
            if (_plan.Count > 0)
            {
                Step();
            }
        }

        foreach (var sequence in _running.Concat(_waiting).ToList())
        {
            End(sequence, FinishReason.Cancelled, Stopped());
        }
    }

    /// <summary>Waits for work when there is none. False when the loop must end.</summary>
    private bool TakeIncoming()
    {
        lock (_gate)
        {
            // What waits is admitted as soon as nothing runs, so waiting requests are work too.
            while (!_stopping && _incoming.Count == 0 && _running.Count == 0 && _waiting.Count == 0)
            {
                Monitor.Wait(_gate);
            }

            _waiting.AddRange(_incoming);
            _incoming.Clear();
            _waitingCount = _waiting.Count;
            return !_stopping;
        }
    }

    private void RemoveCancelled()
    {
        foreach (var sequence in _running.Concat(_waiting).Where(s => s.Cancelled).ToList())
        {
            End(sequence, FinishReason.Cancelled);
        }
    }

    private void Admit()
    {
        while (
            Admission.Next(
                [.. _waiting.Select(s => new WaitingRequest(s.Request.Priority, s.Arrival, s.Cells))],
                _limits,
                _cache.ReservedCells,
                _cache.Free
            )
                is { } index
        )
        {
            var sequence = _waiting[index];
            if (_cache.Take(sequence.Request.Prompt, sequence.Cells, _evicted) is not { } lease)
            {
                return;
            }

            _waiting.RemoveAt(index);
            Place(sequence, lease);
            _running.Add(sequence);
        }

        _waitingCount = _waiting.Count;
        _runningCount = _running.Count;
    }

    private void Place(Sequence sequence, PrefixLease lease)
    {
        var reused = lease.Reused;
        if (lease.CopyFrom is { } source)
        {
            _runner.CopyPrefix(source, lease.Sequence, reused);
        }
        else if (!_runner.Truncate(lease.Sequence, reused))
        {
            reused = 0;
            _cache.Truncate(lease.Sequence, 0);
        }

        foreach (var evicted in _evicted)
        {
            _runner.Truncate(evicted, 0);
        }

        sequence.Id = lease.Sequence;
        sequence.Position = reused;
        sequence.Reused = reused;
        sequence.AdmittedAt = _time.GetTimestamp();
    }

    private static ScheduledSequence View(Sequence s) => new(s.Id, s.Request.Priority, s.Arrival, s.PendingPrompt);

    private void Step()
    {
        _runner.BeginBatch();
        var byId = _running.ToDictionary(s => s.Id);
        var batch = _plan.Select(entry => (Entry: entry, Sequence: byId[entry.Id])).ToList();
        var tokens = 0;
        foreach (var (entry, sequence) in batch)
        {
            for (var i = 0; i < entry.Tokens; i++)
            {
                var position = sequence.Position + i;
                _runner.Add(
                    TokenAt(sequence, position),
                    position,
                    sequence.Id,
                    wantLogits: entry.Sample && i == entry.Tokens - 1
                );
                tokens++;
            }
        }

        var before = _time.GetTimestamp();
        var outcome = _runner.Decode(abort: () => _stopping || batch.TrueForAll(b => b.Sequence.Cancelled));
        switch (outcome)
        {
            case DecodeOutcome.Done:
                _clock.Measured(tokens, _time.GetElapsedTime(before));
                Collect(batch);
                break;
            case DecodeOutcome.Aborted:
                // The cache may hold part of the batch: back to what is known.
                foreach (var (_, sequence) in batch)
                {
                    CutBack(sequence);
                }

                break;
            default:
                var failure = new InferenceException(
                    InferenceFailure.DecodeFailed,
                    outcome == DecodeOutcome.NoCells
                        ? "the KV cache has no room for the next step; try again, or raise contextTokens in the settings"
                        : "the native library failed while decoding; its message is in the log (gptoss logs)"
                );
                foreach (var (_, sequence) in batch)
                {
                    CutBack(sequence);
                    End(sequence, FinishReason.Cancelled, failure);
                }

                break;
        }
    }

    private static int TokenAt(Sequence sequence, int position) =>
        position < sequence.Request.Prompt.Length ? sequence.Request.Prompt[position] : sequence.LastToken;

    private void CutBack(Sequence sequence)
    {
        if (!_runner.Truncate(sequence.Id, sequence.Position))
        {
            _cache.Truncate(sequence.Id, 0);
            sequence.Position = 0;
        }
    }

    private void Collect(List<(StepEntry Entry, Sequence Sequence)> batch)
    {
        var index = -1;
        foreach (var (entry, sequence) in batch)
        {
            for (var i = 0; i < entry.Tokens; i++)
            {
                _cache.Append(sequence.Id, TokenAt(sequence, sequence.Position + i));
            }

            index += entry.Tokens;
            sequence.Position += entry.Tokens;
            if (entry.Sample)
            {
                Deliver(sequence, sequence.Sampler.Sample(_runner.Logits(index), mask: null));
            }
        }
    }

    private void Deliver(Sequence sequence, GeneratedToken token)
    {
        if (sequence.FirstTokenAt == 0)
        {
            sequence.FirstTokenAt = _time.GetTimestamp();
        }

        sequence.Generated++;
        if (sequence.Request.StopTokens.Contains(token.Id))
        {
            sequence.StopToken = token.Id;
            End(sequence, FinishReason.Stop);
            return;
        }

        sequence.LastToken = token.Id;
        sequence.Sampler.Accept(token.Id);
        sequence.Output.Writer.TryWrite(token);
        if (sequence.Generated >= sequence.Request.MaxTokens)
        {
            End(sequence, FinishReason.Length);
        }
        else if (sequence.Position >= sequence.Cells)
        {
            End(sequence, FinishReason.ContextFull);
        }
    }

    private void End(Sequence sequence, FinishReason reason, InferenceException? failure = null)
    {
        sequence.Reason = reason;
        sequence.EndedAt = _time.GetTimestamp();
        _running.Remove(sequence);
        _waiting.Remove(sequence);
        _runningCount = _running.Count;
        _waitingCount = _waiting.Count;
        if (sequence.Id >= 0)
        {
            _cache.Release(sequence.Id);
        }

        sequence.Output.Writer.TryComplete(failure);
        sequence.Ended.TrySetResult();
    }

    private static InferenceException Stopped() =>
        new(InferenceFailure.Stopped, "the model was unloaded while the request ran; run the command again");
}
