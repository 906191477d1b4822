using System.Runtime.InteropServices;
using System.Threading.Channels;
using GptOssDev.Inference.Sampling;
using GptOssDev.Inference.Scheduling;
using GptOssDev.Inference.Speculation;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// The state of one request. The engine's thread owns it, except for the channel's reading side and
/// <see cref="Cancelled"/>, which any thread may set.
/// </summary>
internal sealed class Sequence
{
    // What a text repeats stands mostly in its last few thousand tokens.
    private const int LookupTokens = 16_384;

    // Waking a reader takes a core from the threads that compute, and nobody sees a token some milliseconds earlier.
    private static readonly TimeSpan _sendInterval = TimeSpan.FromMilliseconds(20);
    private readonly List<int> _tokens;
    private readonly List<GeneratedToken> _unsent = [];
    private long _sentAt;
    private long _heldAt;
    private volatile bool _cancelled;

    public Sequence(GenerationRequest request, SamplerScratch scratch, int contextTokens, long now)
    {
        Request = request;
        StartedAt = now;
        _tokens = [.. request.Prompt];
        Cells = (int)Math.Min((long)request.Prompt.Length + request.MaxTokens, contextTokens);
        Sampler = new TokenSampler(request.Sampling, scratch);
        Sampler.Prime(request.Prompt);
        Constraint = request.Constraint is { } constraint ? new ConstraintMaskPipeline(constraint) : null;
        // Bounded by MaxTokens; a bounded channel would let a slow reader stall the engine's thread.
        Output = Channel.CreateUnbounded<GeneratedToken>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
        );
    }

    public GenerationRequest Request { get; }

    /// <summary>Its place within its rank, see <see cref="Scheduler"/>; given when the engine takes it in.</summary>
    public long Deadline { get; set; }

    /// <summary>Cells it may grow to: the prompt and the longest answer.</summary>
    public int Cells { get; }

    public TokenSampler Sampler { get; }

    public ConstraintMaskPipeline? Constraint { get; }

    /// <summary>Null until it generates for the first time, and where the request wants no guesses.</summary>
    public PromptLookup? Lookup { get; private set; }

    public DraftLengthPolicy DraftPolicy { get; } = new();

    public Channel<GeneratedToken> Output { get; }

    /// <summary>Completes when the sequence has left the engine, whether its tokens were read or not.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Number of the native sequence; -1 while it holds none.</summary>
    public int Id { get; set; } = -1;

    /// <summary>Prompt and answer so far.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>Tokens of it that are in the KV cache; less than <see cref="Tokens"/> but while it is held.</summary>
    public int Position { get; set; }

    /// <summary>Tokens that are not in the KV cache, at least 1: the last one's logits are needed. 0 while it is held.</summary>
    public int Pending => _tokens.Count - Position;

    /// <summary>Whether it can generate, as far as its constraint goes.</summary>
    public bool CanSample => Constraint is not { IsReady: false };

    /// <summary>The logits of its next token while it is held: until it is known what that may be; null otherwise.</summary>
    public float[]? BlockedLogits { get; private set; }

    /// <summary>How long it was held.</summary>
    public TimeSpan BlockedTime { get; private set; }

    public bool Cancelled
    {
        get => _cancelled;
        set => _cancelled = value;
    }

    public long StartedAt { get; }
    public long AdmittedAt { get; set; }
    public long FirstTokenAt { get; set; }
    public long EndedAt { get; set; }
    public int Reused { get; set; }
    public int Generated { get; set; }
    public int Drafted { get; set; }
    public int Accepted { get; set; }
    public FinishReason Reason { get; set; } = FinishReason.Cancelled;
    public int? StopToken { get; set; }

    public ScheduledSequence View => new(Id, Request.Priority, Deadline, Pending, Decoding: Generated > 0);

    /// <summary>Whether this one goes before the other.</summary>
    public int CompareTo(Sequence other) =>
        Scheduler.Compare(Request.Priority, Deadline, other.Request.Priority, other.Deadline);

    /// <summary>Keeps the logits of its next token until that can be sampled.</summary>
    public void Block(ReadOnlySpan<float> logits, TimeProvider time)
    {
        BlockedLogits = logits.ToArray();
        _heldAt = time.GetTimestamp();
    }

    /// <summary>It is held no longer: its token is sampled, or its cells are lost.</summary>
    public void Unblock(TimeProvider time)
    {
        if (BlockedLogits is not null)
        {
            BlockedLogits = null;
            BlockedTime += time.GetElapsedTime(_heldAt);
        }
    }

    /// <summary>Hands a token to the reader, at once or with the next ones. A keystroke's reader decides on each.</summary>
    public void Send(GeneratedToken token, TimeProvider time)
    {
        _unsent.Add(token);
        if (
            Request.Priority == RequestPriority.Keystroke
            || _sentAt == 0
            || time.GetElapsedTime(_sentAt) >= _sendInterval
        )
        {
            _sentAt = time.GetTimestamp();
            Flush();
        }
    }

    /// <summary>Hands out what is left, at the end.</summary>
    public void Flush()
    {
        foreach (var token in _unsent)
        {
            Output.Writer.TryWrite(token);
        }

        _unsent.Clear();
    }

    /// <summary>Takes a sampled token that is not a stop.</summary>
    public void Append(int token)
    {
        if (Request.Speculate)
        {
            if (Lookup is null)
            {
                Lookup = new PromptLookup(LookupTokens);
                Lookup.Append(Tokens);
            }

            Lookup.Append(token);
        }

        _tokens.Add(token);
        Sampler.Accept(token);
    }
}
