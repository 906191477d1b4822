namespace GptOssDev.Llama;

/// <summary>
/// The one exception of this layer: a reason for programs and one line for people (what, where, what mends it).
/// Thrown on the thread that made the call; nothing native is left half made.
/// </summary>
public sealed class LlamaException : Exception
{
    public LlamaException(LlamaFailure reason, string message)
        : base(OneLine(message)) => Reason = reason;

    public LlamaException(LlamaFailure reason, string message, Exception inner)
        : base(OneLine(message), inner) => Reason = reason;

    public LlamaFailure Reason { get; }

    // File names and keys come from outside and may hold line breaks or terminal codes.
    private static string OneLine(string message)
    {
        foreach (var c in message)
        {
            if (char.IsControl(c))
            {
                return string.Create(
                    message.Length,
                    message,
                    static (span, text) =>
                    {
                        for (var i = 0; i < span.Length; i++)
                        {
                            span[i] = char.IsControl(text[i]) ? ' ' : text[i];
                        }
                    }
                );
            }
        }

        return message;
    }
}
