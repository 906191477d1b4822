namespace GptOssDev.Changes.Git;

/// <summary>An expected failure of a git command: what, where, and what mends it, in one line.</summary>
public sealed record GitFailure(GitFailureReason Reason, string Message)
{
    public override string ToString() => Message;
}
