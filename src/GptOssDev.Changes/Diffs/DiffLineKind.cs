namespace GptOssDev.Changes.Diffs;

/// <summary>What a line of a hunk is.</summary>
public enum DiffLineKind
{
    Context,
    Added,
    Removed,
}
