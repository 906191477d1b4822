namespace GptOssDev.Inference;

/// <summary>Why inference could not be done.</summary>
public enum InferenceFailure
{
    /// <summary>No model of this name or path.</summary>
    ModelNotFound,

    /// <summary>The file is not a model this product can run.</summary>
    ModelUnusable,

    /// <summary>The native library is missing or of another release.</summary>
    LibraryUnusable,

    /// <summary>The options contradict each other or do not suit the model.</summary>
    OptionsUnusable,

    /// <summary>Weights, cache or buffers do not fit.</summary>
    OutOfMemory,

    /// <summary>The prompt has more tokens than the context has room for.</summary>
    PromptTooLong,

    /// <summary>Too many requests wait already.</summary>
    QueueFull,

    /// <summary>The native side failed while decoding.</summary>
    DecodeFailed,

    /// <summary>Another model is in use and cannot be replaced now.</summary>
    ModelBusy,

    /// <summary>The engine was shut down.</summary>
    Stopped,
}

/// <summary>The one failure type of this layer. The message is one line: what, where, what mends it.</summary>
public sealed class InferenceException : Exception
{
    public InferenceException(InferenceFailure reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    public InferenceFailure Reason { get; }
}
