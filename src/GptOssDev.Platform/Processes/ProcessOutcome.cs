namespace GptOssDev.Platform.Processes;

/// <summary>How a run ended.</summary>
public enum ProcessOutcome
{
    Exited,
    NotStarted,
    TimedOut,
    TooMuchOutput,
}
