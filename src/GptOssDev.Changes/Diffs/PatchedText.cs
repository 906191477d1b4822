using System.Diagnostics.CodeAnalysis;

namespace GptOssDev.Changes.Diffs;

/// <summary>What became of a text and a patch for it.</summary>
/// <param name="Found">Which side of the patch the text held.</param>
/// <param name="Text">The patch's new side; null when the text held neither side.</param>
/// <param name="File">The patch with its line numbers where the hunks really stand.</param>
/// <param name="Failure">Why the patch does not fit, in half a sentence; null when it does.</param>
public sealed record PatchedText(PatchSide Found, string? Text, DiffFile File, string? Failure)
{
    [MemberNotNullWhen(true, nameof(Text))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Fits => Text is not null;

    /// <summary>
    /// Applies one file's part of a patch in memory. A text that holds the new side already stays as it is. Every context and removed
    /// line has to stand in the text as the patch says, line endings and a byte order mark aside; a hunk that does not stand at its
    /// line is looked for a bounded way up and down, nearest first. Nothing is guessed beyond that. Method: that of git apply
    /// without fuzz.
    /// </summary>
    /// <param name="current">The file's text; null for a file that is not there.</param>
    public static PatchedText Of(DiffFile file, string? current)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new PatchApplication(file, current).Run();
    }
}
