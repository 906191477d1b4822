namespace GptOssDev.CodeModel.Projects;

/// <summary>What a project's build told for each of its target frameworks, or one line that says why it told nothing.</summary>
/// <param name="Builds">The framework of choice first; empty when the build failed.</param>
/// <param name="IsRepeatable">
/// The tool ran to its end and failed: what it met there, such as a file that another build was writing, may be over by now.
/// </param>
/// <param name="Notes">A line for each framework that is left out.</param>
internal sealed record ProjectBuildResult(
    IReadOnlyList<ProjectBuild> Builds,
    string? Failure,
    bool IsRepeatable,
    IReadOnlyList<string> Notes
)
{
    public static ProjectBuildResult Of(params IReadOnlyList<ProjectBuild> builds) =>
        new(builds, null, IsRepeatable: false, []);

    public static ProjectBuildResult Failed(string reason, bool isRepeatable = false) =>
        new([], reason, isRepeatable, []);
}
