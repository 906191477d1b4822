namespace GptOssDev.Changes.Git;

/// <summary>How long a git command may take and how much it may print.</summary>
public sealed record GitLimits(TimeSpan TimeLimit, int MaxOutputBytes)
{
    public static GitLimits Default { get; } = new(TimeSpan.FromSeconds(30), 16 * 1024 * 1024);
}
