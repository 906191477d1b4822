using System.Runtime.InteropServices;
using GptOssDev.Inference.Scheduling;
using GptOssDev.Inference.Speculation;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// One decode step: fills the batch from a plan and the drafts that pay, computes it, samples, and keeps the KV cache at what
/// was confirmed. Made once and used for each step by the engine's thread alone; allocates nothing in steady state.
/// </summary>
internal sealed class DecodeStep
{
    // A draft is rarely right for longer, and a longer step keeps others waiting.
    private const int LongestDraft = 48;

    // Who goes first waits for the end of a step as short as this: what it has computed would be lost.
    private const double QuickSeconds = 0.05;
    private readonly IModelRunner _runner;
    private readonly KvCacheAllocator _residency;
    private readonly StepCostModel _clock;
    private readonly TimeProvider _time;
    private readonly Func<int, double> _cost;
    private readonly Func<bool> _abort;
    private readonly Func<Sequence, GeneratedToken, FinishReason?> _deliver;
    private readonly Action<Sequence, FinishReason, InferenceException?> _end;
    private readonly List<Part> _parts = [];
    private readonly int[] _drafts;
    private readonly Func<bool> _outranked;
    private int _tokens;
    private int _drafted;
    private bool _makesWay;
    private volatile bool _hasFailed;

    /// <param name="outranked">Asked during the computation: whether it must make way.</param>
    /// <param name="deliver">Hands a sampled token out; says why the generation ends, if it does.</param>
    /// <param name="end">Ends a generation once its cells are in order.</param>
    public DecodeStep(
        IModelRunner runner,
        KvCacheAllocator residency,
        StepCostModel clock,
        TimeProvider time,
        Func<bool> outranked,
        Func<Sequence, GeneratedToken, FinishReason?> deliver,
        Action<Sequence, FinishReason, InferenceException?> end
    )
    {
        _runner = runner;
        _residency = residency;
        _clock = clock;
        _time = time;
        _outranked = outranked;
        _deliver = deliver;
        _end = end;
        _cost = clock.Seconds;
        _abort = ShouldAbort;
        _drafts = new int[runner.BatchTokens];
    }

    /// <summary>Whether the native side failed to compute a step, mostly for want of memory. Any thread.</summary>
    public bool HasFailed => _hasFailed;

    /// <param name="plan">Entries of sequences that hold cells.</param>
    /// <returns>Tokens computed; 0 when the step was given up.</returns>
    public int Run(List<StepEntry> plan)
    {
        Fill(plan);
        _makesWay = _clock.Seconds(_tokens) is 0 or >= QuickSeconds;
        var before = _time.GetTimestamp();
        var outcome = _runner.Decode(_abort);
        if (outcome == DecodeOutcome.Done)
        {
            _clock.Record(_tokens, _time.GetElapsedTime(before));
            Collect();
            return _tokens;
        }

        _hasFailed |= outcome == DecodeOutcome.Failed;
        var failure = outcome switch
        {
            DecodeOutcome.Aborted => null,
            DecodeOutcome.NoCells => new InferenceException(
                InferenceFailure.DecodeFailed,
                "the KV cache has no room for the next step; try again, or raise contextTokens in the settings"
            ),
            _ => new InferenceException(
                InferenceFailure.DecodeFailed,
                "the native library failed while decoding; its message is in the log (gptoss logs)"
            ),
        };
        foreach (var part in _parts)
        {
            // The cache may hold part of the batch: back to what is known.
            _residency.Truncate(part.Sequence);
            if (failure is not null)
            {
                _end(part.Sequence, FinishReason.Cancelled, failure);
            }
        }

        return 0;
    }

    /// <summary>Samples the next token of a held sequence, now that it is known what it may be.</summary>
    public void SampleBlocked(Sequence sequence)
    {
        var logits = sequence.BlockedLogits;
        sequence.Unblock(_time);
        if (Next(sequence, logits, out _, out var failure) is { } reason)
        {
            _end(sequence, reason, failure);
        }
    }

    private void Fill(List<StepEntry> plan)
    {
        _parts.Clear();
        _drafted = 0;
        _tokens = 0;
        foreach (var entry in plan)
        {
            _tokens += entry.Tokens;
        }

        _runner.BeginBatch();
        foreach (var entry in plan)
        {
            var sequence = Find(entry.Id);
            var draft = entry is { Tokens: 1, Sample: true } ? Draft(sequence) : default;
            var tokens = sequence.Tokens.Slice(sequence.Position, entry.Tokens);
            for (var i = 0; i < tokens.Length; i++)
            {
                _runner.Add(
                    tokens[i],
                    sequence.Position + i,
                    sequence.Id,
                    wantLogits: entry.Sample && i == tokens.Length - 1
                );
            }

            for (var i = 0; i < draft.Length; i++)
            {
                _runner.Add(_drafts[_drafted + i], sequence.Position + 1 + i, sequence.Id, wantLogits: true);
            }

            _parts.Add(new Part(sequence, entry.Tokens, entry.Sample, _drafted, draft.Length, draft.Evidence));
            _drafted += draft.Length;
            _tokens += draft.Length;
        }
    }

    private Sequence Find(int id)
    {
        foreach (var sequence in _residency.Running)
        {
            if (sequence.Id == id)
            {
                return sequence;
            }
        }

        throw new InvalidOperationException($"no running sequence has the number {id}");
    }

    /// <summary>Writes a draft behind those of the sequences before it, as long as it pays.</summary>
    private PromptDraft Draft(Sequence sequence)
    {
        if (sequence.Lookup is not { } lookup || _clock.Seconds(1) == 0)
        {
            return default;
        }

        // The token after the last drafted one needs its place in the answer and in the cells too.
        var left =
            Math.Min(sequence.Request.MaxTokens - sequence.Generated, sequence.Cells - sequence.Tokens.Length) - 1;
        var room = Math.Min(
            Math.Min(LongestDraft, left),
            Math.Min(_runner.BatchTokens - _tokens, _residency.FreeCells - _tokens)
        );
        if (room <= 0)
        {
            return default;
        }

        var draft = lookup.Draft(_drafts.AsSpan(_drafted, room));
        var length = sequence.DraftPolicy.Choose(draft.Evidence, TextLength(draft), _tokens - 1, _cost);
        return draft with { Length = length };
    }

    /// <summary>How far a draft is text: an answer ends with the message it copies from, and what follows there is another.</summary>
    private int TextLength(PromptDraft draft)
    {
        var length = 0;
        while (length < draft.Length && !_runner.Tokenizer.IsControl(_drafts[_drafted + length]))
        {
            length++;
        }

        return length;
    }

    private void Collect()
    {
        var row = 0;
        foreach (var part in _parts)
        {
            var sequence = part.Sequence;
            _residency.MarkComputed(sequence, sequence.Tokens.Slice(sequence.Position, part.Tokens));
            if (part.Sample && !sequence.CanSample)
            {
                sequence.Block(_runner.Logits(row + part.Tokens - 1), _time);
            }
            else if (part.Sample)
            {
                Sample(part, row + part.Tokens - 1);
            }

            row += part.Tokens + part.DraftLength;
        }
    }

    private void Sample(Part part, int row)
    {
        var sequence = part.Sequence;
        var verifier = new DraftVerifier(_drafts.AsSpan(part.DraftStart, part.DraftLength));
        FinishReason? reason;
        InferenceException? failure;
        bool confirmed;
        do
        {
            reason = Next(sequence, _runner.Logits(row + verifier.Accepted), out var token, out failure);
            confirmed = reason is null && verifier.Confirms(token);
            if (confirmed)
            {
                _residency.MarkComputed(sequence, [token]);
            }
        } while (confirmed);

        if (part.DraftLength > 0)
        {
            sequence.Drafted += part.DraftLength;
            sequence.Accepted += verifier.Accepted;
            sequence.DraftPolicy.Verified(part.Evidence, part.DraftLength, verifier.Accepted);
            _residency.Truncate(sequence);
        }

        if (reason is { } ended)
        {
            _end(sequence, ended, failure);
        }
    }

    /// <summary>Samples a token and hands it out.</summary>
    /// <returns>Why the generation ends, if it does.</returns>
    private FinishReason? Next(
        Sequence sequence,
        ReadOnlySpan<float> logits,
        out int token,
        out InferenceException? failure
    )
    {
        (token, failure) = (-1, null);
        try
        {
            var sampled = sequence.Sampler.Sample(logits, sequence.Constraint?.Mask());
            token = sampled.Id;
            return _deliver(sequence, sampled);
        }
        catch (OperationCanceledException)
        {
            // Whoever looked for the constraint was told to stop, and so is the request.
            return FinishReason.Cancelled;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A constraint or a row of logits that is of no use ends its own request and no other.
            failure = e as InferenceException ?? new InferenceException(InferenceFailure.DecodeFailed, e.Message, e);
            return FinishReason.Cancelled;
        }
    }

    /// <summary>Asked by the native side between its operations: most of the work is for nobody, or somebody goes first.</summary>
    private bool ShouldAbort()
    {
        if (_makesWay && _outranked())
        {
            return true;
        }

        var unwanted = 0;
        foreach (ref readonly var part in CollectionsMarshal.AsSpan(_parts))
        {
            unwanted += part.Sequence.Cancelled ? part.Tokens + part.DraftLength : 0;
        }

        return 2 * unwanted > _tokens;
    }

    private readonly record struct Part(
        Sequence Sequence,
        int Tokens,
        bool Sample,
        int DraftStart,
        int DraftLength,
        int Evidence
    );
}
