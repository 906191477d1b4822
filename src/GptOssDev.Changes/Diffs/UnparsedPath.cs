namespace GptOssDev.Changes.Diffs;

/// <summary>A path that a diff names without showing what changed in it.</summary>
/// <param name="Why">One line.</param>
public sealed record UnparsedPath(string Path, string Why);
