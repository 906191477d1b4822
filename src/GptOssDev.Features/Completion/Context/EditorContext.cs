namespace GptOssDev.Features.Completion.Context;

/// <summary>What a client knows beside the file that is completed.</summary>
/// <param name="OpenFiles">Absolute paths and texts of the other open documents.</param>
/// <param name="Edits">What the user edited last, the newest first.</param>
public sealed record EditorContext(IReadOnlyList<(string Path, string Text)> OpenFiles, IReadOnlyList<RecentEdit> Edits)
{
    public static EditorContext None { get; } = new([], []);
}
