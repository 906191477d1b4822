using GptOssDev.Changes.Diffs;

namespace GptOssDev.Features.Review.Sources;

/// <summary>Joins the parts of a patch that are about one file.</summary>
internal static class PatchSteps
{
    /// <summary>The steps in the order of their first parts. A part that removes or moves a file is a step of its own.</summary>
    public static IReadOnlyList<PatchStep> Of(IEnumerable<DiffFile> files)
    {
        var steps = new List<List<DiffFile>>();
        foreach (var file in files)
        {
            if (Joins(file) && steps.Find(s => s[0].Path == file.Path && s.TrueForAll(Joins)) is { } step)
            {
                step.Add(file);
            }
            else
            {
                steps.Add([file]);
            }
        }
        return [.. steps.Select(s => new PatchStep(s))];
    }

    private static bool Joins(DiffFile file) =>
        file is { IsBinary: false, Change: DiffChange.Modified or DiffChange.Added };
}
