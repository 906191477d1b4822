namespace GptOssDev.Changes.Diffs;

/// <summary>What a diff does to a file.</summary>
public enum DiffChange
{
    Modified,
    Added,
    Deleted,
    Renamed,
    Copied,
}
