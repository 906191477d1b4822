using GptOssDev.Inference.Sampling;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Owns the one thread that decodes and the queue through which everything else talks to it: the thread takes what came and
/// turns <see cref="EngineCore"/> while there is work.
/// </summary>
/// <remarks>
/// A cancelled request leaves at the next turn, and a step that is mostly for cancelled requests, or that a keystroke waits
/// for, is given up where the backend allows it. A failing decode ends the requests in its batch, a bug ends all requests,
/// neither ends the loop. Disposing ends all requests with <see cref="InferenceFailure.Stopped"/> and joins the thread.
/// </remarks>
internal sealed class EngineLoop : IDisposable
{
    private const int MaxWaiting = 256;
    private readonly IModelRunner _runner;
    private readonly TimeProvider _time;
    private readonly SamplerScratch _scratch = new();
    private readonly EngineCore _core;
    private readonly Thread _thread;

    // Guarded by _gate, but that the flags are read without it during a step.
    private readonly object _gate = new();
    private readonly List<Sequence> _incoming = [];
    private volatile bool _stopping;
    private bool _woken;
    private volatile bool _keystrokeCame;

    /// <param name="hostBytes">Bound on the host memory for the states of sequences that lost their cells.</param>
    public EngineLoop(IModelRunner runner, TimeProvider time, long hostBytes)
    {
        _runner = runner;
        _time = time;
        _core = new EngineCore(runner, time, hostBytes, () => _keystrokeCame || _stopping);
        _thread = new Thread(Run) { IsBackground = true, Name = "gptoss engine" };
        _thread.Start();
    }

    public int Running => _core.Running;

    public int Waiting => _core.Waiting;

    /// <summary>Whether the native side has failed: the model should be loaded anew.</summary>
    public bool HasFailed => _core.HasFailed;

    /// <summary>Queues a request. Any thread.</summary>
    public Sequence Submit(GenerationRequest request)
    {
        if (request.Prompt.Length == 0)
        {
            throw new ArgumentException("A prompt has at least one token.", nameof(request));
        }

        var contextTokens = _runner.Model.ContextTokens;
        if (request.Prompt.Length >= contextTokens)
        {
            throw new InferenceException(
                InferenceFailure.PromptTooLong,
                $"the prompt has {request.Prompt.Length} tokens, the context holds {contextTokens}; "
                    + "ask about a smaller part, or raise contextTokens in the settings"
            );
        }

        var sequence = new Sequence(request, _scratch, contextTokens, _time.GetTimestamp());
        lock (_gate)
        {
            if (_stopping)
            {
                throw Stopped();
            }

            if (_incoming.Count + _core.Waiting >= MaxWaiting)
            {
                throw new InferenceException(
                    InferenceFailure.QueueFull,
                    $"{MaxWaiting} requests are waiting for the model already; try again when some have ended"
                );
            }

            _incoming.Add(sequence);
            _keystrokeCame |= request.Priority == RequestPriority.Keystroke;
            Monitor.Pulse(_gate);
        }

        if (sequence.Constraint is { IsReady: false } constraint)
        {
            constraint.OnReady(Wake);
        }

        return sequence;
    }

    /// <summary>Marks a request as cancelled; it leaves at the next turn. Any thread.</summary>
    public void Cancel(Sequence sequence)
    {
        sequence.Cancelled = true;
        Wake();
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
            Prefill: _time.GetElapsedTime(admitted, first) - s.BlockedTime,
            Decode: _time.GetElapsedTime(first, end),
            FirstToken: _time.GetElapsedTime(s.StartedAt, first)
        )
        {
            DraftedTokens = s.Drafted,
            AcceptedTokens = s.Accepted,
        };
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _core.Dispose();
    }

    private void Run()
    {
        while (DrainIncoming())
        {
            try
            {
                _core.Step();
            }
            catch (Exception bug)
            {
                _core.Reset(bug);
            }
        }

        _core.FailAll(Stopped());
    }

    private void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for work when there is none. False when the loop must end.</summary>
    private bool DrainIncoming()
    {
        lock (_gate)
        {
            // What waits is admitted as soon as nothing runs, so waiting requests are work too.
            while (!_stopping && !_woken && _incoming.Count == 0 && !_core.HasWork)
            {
                Monitor.Wait(_gate);
            }

            _incoming.ForEach(_core.Add);
            _incoming.Clear();
            _keystrokeCame = false;
            _woken = false;
            return !_stopping;
        }
    }

    private static InferenceException Stopped() =>
        new(InferenceFailure.Stopped, "the model was unloaded while the request ran; run the command again");
}
