using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;

namespace GptOssDev.Inference;

/// <summary>
/// The one way to the model: loads it on demand, keeps it while a session is held, and runs generations of all clients
/// on one thread, ranked. Every member may be called from any thread.
/// </summary>
public interface IInferenceEngine
{
    /// <summary>
    /// Loads the model when it is not loaded and keeps it loaded until the session is disposed. Failures are
    /// <see cref="InferenceException"/>.
    /// </summary>
    /// <param name="model">Name or path; null is the default model.</param>
    ValueTask<IModelSession> AcquireAsync(string? model, CancellationToken cancellationToken);

    /// <summary>What is loaded and what runs, answered at once.</summary>
    EngineStatus Status { get; }

    /// <summary>Frees the weights when no session is held. False when one is.</summary>
    ValueTask<bool> TryUnloadAsync(CancellationToken cancellationToken);
}

/// <summary>A loaded model, held in memory until disposed.</summary>
public interface IModelSession : IDisposable
{
    ModelInfo Model { get; }

    ModelCapabilities Capabilities { get; }

    ITokenizer Tokenizer { get; }

    /// <summary>The model's tokens as constraints see them; the first call may take a moment.</summary>
    TokenVocabulary Vocabulary { get; }

    /// <summary>
    /// Queues a generation. A prompt that does not fit the context is an <see cref="InferenceException"/> at once.
    /// </summary>
    IGeneration Start(GenerationRequest request, CancellationToken cancellationToken);
}

/// <summary>A running generation. Disposing it before its end cancels it: its sequence is free at the next decode step.</summary>
public interface IGeneration : IAsyncDisposable
{
    /// <summary>
    /// The tokens as they are sampled, stop tokens left out; can be enumerated once. Ends early when the request was
    /// cancelled (<see cref="OperationCanceledException"/>) or failed (<see cref="InferenceException"/>).
    /// </summary>
    IAsyncEnumerable<GeneratedToken> Tokens { get; }

    /// <summary>Final once the generation has ended or was disposed; until then what is known so far.</summary>
    GenerationStats Stats { get; }
}
