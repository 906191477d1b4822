using GptOssDev.Inference.Scheduling;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// What the engine's thread does in each turn: takes cancelled requests out, lets in what fits (<see cref="KvCacheAllocator"/>), lets
/// the <see cref="Scheduler"/> plan a step, computes it (<see cref="DecodeStep"/>) and hands the sampled tokens out. Owns the
/// requests from <see cref="Add"/> to their end. Used by one thread, but for the counts.
/// </summary>
internal sealed class EngineCore : IDisposable
{
    // A prompt that shares so much with one being computed waits for it in place of computing the same.
    private const int WorthWaiting = 4;

    // Cells freed ahead for guesses.
    private const int DraftCells = 64;
    private readonly IModelRunner _runner;
    private readonly TimeProvider _time;
    private readonly long _hostBytes;
    private readonly Func<bool> _keystrokeCame;
    private readonly StepCostModel _clock;
    private readonly StepBudgetPolicy _rooms;
    private readonly List<Sequence> _waiting = [];
    private readonly List<Sequence> _movedOut = [];
    private readonly List<StepEntry> _plan = [];
    private ScheduledSequence[] _views = [];
    private KvCacheAllocator _residency;
    private DecodeStep _step;
    private bool _stepHasKeystroke;
    private bool _foundNothing;
    private long _computed;
    private volatile int _runningCount;
    private volatile int _waitingCount;

    /// <param name="hostBytes">Bound on the host memory for the states of sequences that lost their cells.</param>
    /// <param name="keystrokeCame">Asked during a step: whether a keystroke waits to be taken.</param>
    public EngineCore(IModelRunner runner, TimeProvider time, long hostBytes, Func<bool> keystrokeCame)
    {
        _runner = runner;
        _time = time;
        _hostBytes = hostBytes;
        _keystrokeCame = keystrokeCame;
        _clock = new StepCostModel(runner.BatchTokens);
        _rooms = new StepBudgetPolicy(runner.BatchTokens, runner.CanAbort, _clock, time);
        _residency = new KvCacheAllocator(runner, hostBytes);
        _step = NewStep();
    }

    /// <summary>Requests that hold cells. Any thread.</summary>
    public int Running => _runningCount;

    /// <summary>Requests that wait for cells. Any thread.</summary>
    public int Waiting => _waitingCount;

    /// <summary>Whether the native side has failed: the model should be loaded anew. Any thread.</summary>
    public bool HasFailed => _step.HasFailed;

    /// <summary>Whether a turn can do something: not when the last one found all that runs held, and it still is.</summary>
    public bool HasWork => _runningCount + _waitingCount > 0 && !(_foundNothing && IsBlocked);

    /// <summary>Cells of the KV cache in use, by requests and by what is kept for later ones.</summary>
    public int UsedCells => _residency.UsedCells;

    public void Add(Sequence sequence)
    {
        sequence.Deadline = _computed + sequence.Request.Prompt.Length;
        _foundNothing = false;
        sequence.Constraint?.Prepare();
        if (sequence.Request.Priority == RequestPriority.Keystroke)
        {
            _rooms.KeystrokeCame();
        }

        Enqueue(sequence);
    }

    public void Step()
    {
        RemoveCancelled();
        Admit();
        SampleBlocked();
        _foundNothing = !Plan();
        if (!_foundNothing)
        {
            _computed += _step.Run(_plan);
        }
    }

    /// <summary>After a bug nothing is known of the cache any more: everything ends, and the next request finds it empty.</summary>
    public void Reset(Exception bug)
    {
        FailAll(new InferenceException(InferenceFailure.DecodeFailed, $"the engine failed: {bug.Message}", bug));
        _residency.Dispose();
        _residency = new KvCacheAllocator(_runner, _hostBytes);
        _step = NewStep();
        for (var sequence = 0; sequence < _runner.Sequences; sequence++)
        {
            _runner.Truncate(sequence, 0);
        }
    }

    public void FailAll(InferenceException failure)
    {
        foreach (var sequence in _residency.Running.Concat(_waiting).ToList())
        {
            End(sequence, FinishReason.Cancelled, failure);
        }
    }

    public void Dispose() => _residency.Dispose();

    private bool IsBlocked =>
        _residency.Running is { Count: > 0 } running && running.All(s => s.Pending == 0 && !s.CanSample);

    private DecodeStep NewStep() => new(_runner, _residency, _clock, _time, IsOutranked, Deliver, End);

    private bool IsOutranked() => !_stepHasKeystroke && _keystrokeCame();

    private void Enqueue(Sequence sequence)
    {
        var index = _waiting.FindIndex(other => sequence.CompareTo(other) < 0);
        _waiting.Insert(index < 0 ? _waiting.Count : index, sequence);
        _waitingCount = _waiting.Count;
    }

    private void RemoveCancelled()
    {
        for (var i = _residency.Running.Count - 1; i >= 0; i--)
        {
            if (_residency.Running[i].Cancelled)
            {
                End(_residency.Running[i], FinishReason.Cancelled);
            }
        }

        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_waiting[i].Cancelled)
            {
                End(_waiting[i], FinishReason.Cancelled);
            }
        }
    }

    private void Admit()
    {
        for (var i = 0; i < _waiting.Count; )
        {
            var sequence = _waiting[i];
            if (WaitsForPrefix(sequence))
            {
                i++;
                continue;
            }

            // Who comes later must not take what an earlier one waits for.
            if (!_residency.TryAdmit(sequence, _movedOut))
            {
                break;
            }

            _waiting.RemoveAt(i);
            sequence.AdmittedAt = sequence.AdmittedAt == 0 ? _time.GetTimestamp() : sequence.AdmittedAt;
        }

        RequeuePreempted();
    }

    private void SampleBlocked()
    {
        var running = _residency.Running;
        for (var i = running.Count - 1; i >= 0; i--)
        {
            if (running[i] is { BlockedLogits: not null, CanSample: true } sequence)
            {
                _step.SampleBlocked(sequence);
            }
        }
    }

    /// <summary>Whether another request is just computing a prefix that this one can take over.</summary>
    private bool WaitsForPrefix(Sequence sequence)
    {
        foreach (var other in _residency.Running)
        {
            if (other.Pending > 1 && other.Request.Priority <= sequence.Request.Priority)
            {
                var shared = other.Tokens.CommonPrefixLength(sequence.Tokens[..^1]);
                if (shared > other.Position && shared >= _residency.CachedLength(sequence) + WorthWaiting)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Plans the next step and frees the cells it needs. False when there is nothing to compute.</summary>
    private bool Plan()
    {
        while (true)
        {
            var running = _residency.Running;
            if (_views.Length < running.Count)
            {
                _views = new ScheduledSequence[_runner.Sequences];
            }

            for (var i = 0; i < running.Count; i++)
            {
                _views[i] = running[i].View;
            }

            var views = _views.AsSpan(0, running.Count);
            _stepHasKeystroke = Scheduler.HasKeystroke(views);
            Scheduler.Plan(views, _rooms.Next(views), _plan);
            var cells = 0;
            foreach (var entry in _plan)
            {
                cells += entry.Tokens;
            }

            _residency.MakeRoom(cells, DraftCells, _movedOut);
            if (_movedOut.Count == 0)
            {
                return _plan.Count > 0;
            }

            RequeuePreempted();
        }
    }

    private void RequeuePreempted()
    {
        _movedOut.ForEach(sequence => sequence.Unblock(_time));
        _movedOut.ForEach(Enqueue);
        _movedOut.Clear();
        _waitingCount = _waiting.Count;
        _runningCount = _residency.Running.Count;
    }

    private FinishReason? Deliver(Sequence sequence, GeneratedToken token)
    {
        if (sequence.FirstTokenAt == 0)
        {
            sequence.FirstTokenAt = _time.GetTimestamp();
        }

        sequence.Generated++;
        if (sequence.Request.StopTokens.Contains(token.Id))
        {
            sequence.StopToken = token.Id;
            return FinishReason.Stop;
        }

        sequence.Append(token.Id);
        sequence.Send(token, _time);
        if (sequence.Generated >= sequence.Request.MaxTokens)
        {
            return FinishReason.Length;
        }

        if (sequence.Tokens.Length > sequence.Cells)
        {
            return FinishReason.ContextFull;
        }

        if (sequence.Constraint is { } constraint)
        {
            constraint.Accept(token.Id);
            constraint.Prepare();
        }

        return null;
    }

    private void End(Sequence sequence, FinishReason reason, InferenceException? failure = null)
    {
        sequence.Reason = reason;
        sequence.Unblock(_time);
        sequence.EndedAt = _time.GetTimestamp();
        sequence.Flush();
        sequence.Output.Writer.TryComplete(failure);
        var released = _residency.Release(sequence);
        _waiting.Remove(sequence);
        _runningCount = _residency.Running.Count;
        _waitingCount = _waiting.Count;
        sequence.Ended.TrySetResult();
        // Room for the next ones is made when nobody waits for it any more.
        if (released >= 0)
        {
            _residency.Trim(released);
        }
    }
}
