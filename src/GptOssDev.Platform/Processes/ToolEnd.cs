namespace GptOssDev.Platform.Processes;

/// <summary>How a run ended.</summary>
public enum ToolEnd
{
    Exited,
    NotStarted,
    TimedOut,
    TooMuchOutput,
}
