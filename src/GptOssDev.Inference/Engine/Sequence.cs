using System.Threading.Channels;
using GptOssDev.Inference.Sampling;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// The state of one request. The engine's thread owns it, except for the channel's reading side and
/// <see cref="Cancelled"/>, which any thread may set.
/// </summary>
internal sealed class Sequence
{
    private volatile bool _cancelled;

    public Sequence(GenerationRequest request, SamplerScratch scratch, int contextTokens, long arrival, long now)
    {
        Request = request;
        Arrival = arrival;
        StartedAt = now;
        Cells = (int)Math.Min((long)request.Prompt.Length + request.MaxTokens, contextTokens);
        Sampler = new TokenSampler(request.Sampling, scratch);
        Sampler.Prime(request.Prompt);
        // Bounded by MaxTokens; a bounded channel would let a slow reader stall the engine's thread.
        Output = Channel.CreateUnbounded<GeneratedToken>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
        );
    }

    public GenerationRequest Request { get; }

    public long Arrival { get; }

    /// <summary>Cells it may grow to: the prompt and the longest answer.</summary>
    public int Cells { get; }

    public TokenSampler Sampler { get; }

    public Channel<GeneratedToken> Output { get; }

    /// <summary>Completes when the sequence has left the engine, whether its tokens were read or not.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Number of the native sequence; -1 while it waits.</summary>
    public int Id { get; set; } = -1;

    /// <summary>Tokens of it that are in the KV cache.</summary>
    public int Position { get; set; }

    /// <summary>The token sampled last, not yet in the KV cache.</summary>
    public int LastToken { get; set; }

    public int PendingPrompt => Math.Max(0, Request.Prompt.Length - Position);

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
    public FinishReason Reason { get; set; } = FinishReason.Cancelled;
    public int? StopToken { get; set; }
}
