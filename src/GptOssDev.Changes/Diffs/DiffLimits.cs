namespace GptOssDev.Changes.Diffs;

/// <summary>How large a diff may be.</summary>
public sealed record DiffLimits(int MaxCharacters, int MaxFiles, int MaxLines)
{
    public static DiffLimits Default { get; } = new(32 * 1024 * 1024, 10_000, 1_000_000);
}
