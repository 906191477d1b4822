using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Prompts;
using GptOssDev.Retrieval.Diffs;

namespace GptOssDev.Features.Review;

/// <summary>Puts what a diff makes of the C# files over a snapshot. Nothing is written.</summary>
internal static class ChangeOverlay
{
    /// <summary>
    /// The snapshot with the patch applied: files that hold its old side get the new one, files that hold the new side stay. A file
    /// that holds neither stays as it is and is told.
    /// </summary>
    public static ReviewChanges Patched(string root, CodeSnapshot code, IReadOnlyList<DiffFile> files)
    {
        var placed = new List<DiffFile>();
        var unjudged = new List<SkippedFile>();
        foreach (var file in files)
        {
            if (!IsJudged(file))
            {
                code = file.Change == DiffChange.Deleted ? code.Without(PathOf(root, file.Path)) : code;
                placed.Add(file);
                continue;
            }
            var path = PathOf(root, file.Path);
            var patched = Patch(code, root, file, path);
            if (patched.Found == PatchSide.Old)
            {
                code = file is { Change: DiffChange.Renamed, OldPath: { } from }
                    ? code.Without(PathOf(root, from))
                    : code;
                code = code.WithText(path, patched.Text!);
            }
            placed.Add(patched.File);
            Tell(unjudged, file, patched.Failure);
        }
        return new ReviewChanges(root, code, placed, unjudged);
    }

    /// <summary>Changes whose new side the snapshot should hold already; a file that does not is told.</summary>
    public static ReviewChanges Present(string root, CodeSnapshot code, IReadOnlyList<DiffFile> files)
    {
        var unjudged = new List<SkippedFile>();
        foreach (var file in files.Where(IsJudged))
        {
            var patched = Held(file, code.ReadText(PathOf(root, file.Path)));
            Tell(unjudged, file, patched.Found == PatchSide.New ? null : patched.Failure ?? "its text is the old one");
        }
        return new ReviewChanges(root, code, files, unjudged);
    }

    private static PatchedText Patch(CodeSnapshot code, string root, DiffFile file, string path)
    {
        var patched = Held(file, code.ReadText(path));
        return patched.Found == PatchSide.Neither && file.OldPath is { } from && from != file.Path
            ? Held(file, code.ReadText(PathOf(root, from))) with { Found = PatchSide.Old } is { Fits: true } moved
                ? moved
                : patched
            : patched;
    }

    private static PatchedText Held(DiffFile file, SourceReadResult read) =>
        read.Succeeded || read.Failure.Reason == SourceFailureReason.Missing
            ? PatchedText.Of(file, read.File?.Text)
            : new PatchedText(PatchSide.Neither, null, file, read.Failure.Message);

    private static void Tell(List<SkippedFile> unjudged, DiffFile file, string? why)
    {
        if (why is not null)
        {
            unjudged.Add(new SkippedFile(file.Path, $"the compiler could not judge it: {why}"));
        }
    }

    private static bool IsJudged(DiffFile file) =>
        file is { IsBinary: false, Change: not DiffChange.Deleted } && SourceLanguage.Of(file.Path).IsCSharp;

    private static string PathOf(string root, string path) => Path.GetFullPath(path, root);
}
