namespace GptOssDev.Changes.Git;

/// <summary>Which two states of a repository are compared.</summary>
public sealed record DiffScope
{
    private DiffScope(DiffScopeKind kind, string? range = null)
    {
        Kind = kind;
        Range = range;
    }

    /// <summary>What the next commit would hold, against the last one.</summary>
    public static DiffScope Staged { get; } = new(DiffScopeKind.Staged);

    /// <summary>What the working tree has beyond the index; files that git does not track are not part of it.</summary>
    public static DiffScope Unstaged { get; } = new(DiffScopeKind.Unstaged);

    /// <summary>What the working tree has beyond the last commit; files that git does not track are not part of it.</summary>
    public static DiffScope SinceCommit { get; } = new(DiffScopeKind.SinceCommit);

    public DiffScopeKind Kind { get; }

    /// <summary>The revisions, only with <see cref="DiffScopeKind.Range"/>.</summary>
    public string? Range { get; }

    /// <summary>Between two revisions, as git writes them: <c>A..B</c>, <c>A...B</c>; one revision means "since it".</summary>
    public static DiffScope Between(string range) => new(DiffScopeKind.Range, range);
}
