namespace GptOssDev.Changes.Git;

/// <summary>The kinds of <see cref="DiffScope"/>.</summary>
public enum DiffScopeKind
{
    Staged,
    Unstaged,
    SinceCommit,
    Range,
}
