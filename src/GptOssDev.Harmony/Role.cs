namespace GptOssDev.Harmony;

/// <summary>Who wrote a message. When instructions conflict, the earlier role wins.</summary>
public enum Role
{
    System,
    Developer,
    User,
    Assistant,
    Tool,
}
