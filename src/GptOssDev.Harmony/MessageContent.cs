namespace GptOssDev.Harmony;

/// <summary>A message's body: plain text, or the structured body of a system or developer message.</summary>
public abstract record MessageContent
{
    private protected MessageContent() { }
}
