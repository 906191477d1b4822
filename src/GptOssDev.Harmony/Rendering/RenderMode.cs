namespace GptOssDev.Harmony.Rendering;

/// <summary>What a rendered conversation is for.</summary>
public enum RenderMode
{
    /// <summary>A prompt: the header of the next message is opened at the end.</summary>
    Completion,

    /// <summary>The messages alone.</summary>
    Conversation,

    /// <summary>The messages alone; a trailing answer ends with the return token, as in training data.</summary>
    Training,
}
