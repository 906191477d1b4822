using GptOssDev.Changes.Diffs;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Review.Sources;

/// <summary>A file after a step of a patch.</summary>
/// <param name="Old">The text before; null when it is not known.</param>
/// <param name="New">The text after; null when it is not known.</param>
/// <param name="Why">Why it is not known, in half a sentence.</param>
internal sealed record PatchedFile(DiffFile File, string? Old, string? New, string? Why);

/// <summary>
/// All that a patch does to one file: one part mostly, several in a series of mails or in the output of <c>git log -p</c>.
/// </summary>
/// <param name="Files">The parts in the patch's order.</param>
internal sealed record PatchStep(IReadOnlyList<DiffFile> Files)
{
    public string Path => Files[0].Path;

    public string? OldPath => Files[0].OldPath;

    public DiffChange Change => Files[0].Change;

    /// <summary>True when the patch shows the content as lines.</summary>
    public bool HasText => Files.All(f => !f.IsBinary);

    /// <summary>Where the text may lie now: under its path, or still under the one it had.</summary>
    public IEnumerable<string> Sources => new[] { Path, OldPath }.OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>What a deleted file held, as far as the patch shows it.</summary>
    public string? OldOfDeleted() => PreImage.Of(Files[0] with { NewPath = Path }, "");

    /// <summary>
    /// The file's texts before and after, from the one that is there: it may hold either side of the patch.
    /// </summary>
    public PatchedFile Apply(Func<string, SourceReadResult> read)
    {
        PatchedFile? failed = null;
        foreach (var source in Sources)
        {
            var found = read(source);
            var applied =
                found.Succeeded || found.Failure.Reason == SourceFailureReason.Missing
                    ? Apply(found.File?.Text, isMoved: source != Path)
                    : new PatchedFile(Files[0], null, null, found.Failure.Message);
            if (applied.Why is null)
            {
                return applied;
            }
            failed ??= applied;
        }
        return failed!;
    }

    private PatchedFile Apply(string? text, bool isMoved)
    {
        if (Files.Count == 1)
        {
            return One(text, isMoved);
        }
        // A log shows the newest part first.
        foreach (var parts in new[] { Files, [.. Files.Reverse()] })
        {
            if (Forward(parts, text) is { } forward)
            {
                return Series(text ?? "", forward);
            }
            if (text is not null && Backward(parts, text) is { } backward)
            {
                return Series(backward, text);
            }
        }
        return new PatchedFile(Files[^1], null, null, "its parts do not fit, one after the other");
    }

    private PatchedFile One(string? text, bool isMoved)
    {
        var patched = PatchedText.Of(Files[0], text);
        if (!patched.Fits)
        {
            return new PatchedFile(patched.File, null, null, patched.Failure);
        }
        return patched.Found == PatchSide.Old || isMoved
            ? new PatchedFile(patched.File, text ?? "", patched.Text, null)
            : new PatchedFile(patched.File, PreImage.Of(patched.File, patched.Text), patched.Text, null);
    }

    private PatchedFile Series(string old, string now) =>
        new(new DiffFile(Change, OldPath, Path, IsBinary: false, TextHunks.Between(old, now)), old, now, null);

    private static string? Forward(IReadOnlyList<DiffFile> parts, string? text)
    {
        foreach (var part in parts)
        {
            var patched = PatchedText.Of(part, text);
            if (patched.Found != PatchSide.Old)
            {
                return null;
            }
            text = patched.Text;
        }
        return text;
    }

    private static string? Backward(IReadOnlyList<DiffFile> parts, string text)
    {
        foreach (var part in parts.Reverse())
        {
            if (PreImage.Of(part, text) is not { } old)
            {
                return null;
            }
            text = old;
        }
        return text;
    }
}
