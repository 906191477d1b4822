namespace GptOssDev.Harmony;

/// <summary>Messages in their order. Immutable.</summary>
public sealed record Conversation(IReadOnlyList<Message> Messages)
{
    public Conversation Append(params IReadOnlyList<Message> more) => new([.. Messages, .. more]);
}
