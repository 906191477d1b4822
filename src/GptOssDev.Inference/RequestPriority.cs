namespace GptOssDev.Inference;

/// <summary>Who goes first on the one model, highest first.</summary>
public enum RequestPriority
{
    /// <summary>A person is typing and waits for ghost text.</summary>
    Keystroke,

    /// <summary>A person waits for an answer.</summary>
    Interactive,

    /// <summary>A refactoring with its repair rounds.</summary>
    Refactor,

    /// <summary>A review, often from a hook.</summary>
    Review,

    /// <summary>Nobody waits.</summary>
    Background,
}
