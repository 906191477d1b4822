using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>The projects that a solution names, or one line that says why they are not known. Immutable.</summary>
/// <param name="Projects">Absolute paths of projects of every kind, without repeats.</param>
/// <param name="Solution">The solution that a filter belongs to; null for a solution.</param>
internal sealed record SolutionContent(IReadOnlyList<string> Projects, string? Failure, string? Solution = null)
{
    public static SolutionContent Failed(string reason) => new([], reason);

    /// <param name="folder">The folder that relative paths start from.</param>
    /// <param name="names">Paths as the file has them, with either slash.</param>
    public static SolutionContent Of(string folder, IEnumerable<string> names, string? solution = null) =>
        new(
            [
                .. names
                    .Where(name =>
                        name.Length > 0
                        && !name.Contains("://", StringComparison.Ordinal)
                        && !name.Contains('\0', StringComparison.Ordinal)
                    )
                    .Select(name => PathNames.Absolute(folder, name))
                    .Distinct(PathNames.Comparer),
            ],
            null,
            solution
        );
}
