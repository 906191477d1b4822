namespace GptOssDev.Changes.Git;

/// <summary>Why git could not answer.</summary>
public enum GitFailureReason
{
    GitMissing,
    NotARepository,
    BadRange,
    TooLarge,
    TimedOut,
    Failed,
}
