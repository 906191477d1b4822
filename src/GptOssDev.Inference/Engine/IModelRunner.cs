using GptOssDev.Harmony;
using GptOssDev.Inference.Scheduling;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// The seam to the native side: one loaded model with one context. Everything but the properties is called by the engine's
/// thread alone. A runner on another library is one class behind this interface.
/// </summary>
public interface IModelRunner : IDisposable
{
    ModelInfo Model { get; }

    ModelCapabilities Capabilities { get; }

    /// <summary>May be called from any thread.</summary>
    ITokenizer Tokenizer { get; }

    /// <summary>Sequences the context can hold at once, numbered from 0.</summary>
    int Sequences { get; }

    /// <summary>Tokens that one <see cref="Decode"/> may carry.</summary>
    int BatchTokens { get; }

    /// <summary>Whether a decode can be given up in its middle.</summary>
    bool CanAbort { get; }

    /// <summary>
    /// Whether some layers see a window of the last positions only, so that a restored sequence cannot be cut back to where
    /// its window would begin earlier.
    /// </summary>
    bool IsWindowed { get; }

    /// <summary>Starts an empty batch.</summary>
    void BeginBatch();

    /// <summary>Adds a token at a position of a sequence.</summary>
    /// <param name="wantLogits">Whether <see cref="Logits"/> is asked for this token.</param>
    void Add(int token, int position, int sequence, bool wantLogits);

    /// <summary>Computes the batch.</summary>
    /// <param name="abort">Asked during the computation where the backend allows it; true gives it up. Null never does.</param>
    DecodeOutcome Decode(Func<bool>? abort);

    /// <summary>Logits of the token added at this index of the last batch, one per vocabulary entry; valid until the next batch.</summary>
    ReadOnlySpan<float> Logits(int index);

    /// <summary>Makes a sequence hold the first tokens of another, in place of what it held.</summary>
    void CopyPrefix(int from, int to, int length);

    /// <summary>Cuts a sequence back to its first tokens; 0 empties it. False when the cache could not do that and the sequence is empty now.</summary>
    bool Truncate(int sequence, int length);

    /// <summary>Copies a sequence to host memory; null when it takes more bytes than the limit.</summary>
    ISequenceState? Save(int sequence, long limit);

    /// <summary>Makes an empty sequence hold what was saved. False when it could not and the sequence is still empty.</summary>
    bool Restore(int sequence, ISequenceState state);
}

/// <summary>How a decode ended.</summary>
public enum DecodeOutcome
{
    Done,

    /// <summary>No cells for the batch; nothing was computed.</summary>
    NoCells,

    /// <summary>Given up on request; part of the batch may have been computed.</summary>
    Aborted,

    /// <summary>The native side failed.</summary>
    Failed,
}
