namespace GptOssDev.Inference;

/// <summary>Why a generation ended.</summary>
public enum FinishReason
{
    /// <summary>The model wrote a stop token.</summary>
    Stop,

    /// <summary><see cref="GenerationRequest.MaxTokens"/> was reached.</summary>
    Length,

    /// <summary>The context has no cell left for the next token.</summary>
    ContextFull,

    /// <summary>The consumer stopped reading, or its token was cancelled.</summary>
    Cancelled,
}

/// <summary>Where the time and the tokens of one generation went.</summary>
/// <param name="CachedTokens">Tokens of the prompt that were already in the cache.</param>
/// <param name="StopToken">The stop token, where the reason is <see cref="FinishReason.Stop"/>.</param>
/// <param name="Prefill">Without the time in which only the constraint was waited for.</param>
/// <param name="FirstToken">From the request to the first token.</param>
public sealed record GenerationStats(
    FinishReason Reason,
    int? StopToken,
    int PromptTokens,
    int CachedTokens,
    int GeneratedTokens,
    TimeSpan Queued,
    TimeSpan Prefill,
    TimeSpan Decode,
    TimeSpan FirstToken
)
{
    /// <summary>Tokens that were guessed ahead.</summary>
    public int DraftedTokens { get; init; }

    /// <summary>Those of them that the model would have written too.</summary>
    public int AcceptedTokens { get; init; }
}
