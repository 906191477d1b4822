namespace GptOssDev.CodeModel.Projects;

/// <summary>What a project's build told for each of its target frameworks.</summary>
/// <param name="Builds">The framework of choice first; empty when the build told nothing.</param>
/// <param name="Failures">A line for each framework whose build failed, or the one for the whole project.</param>
/// <param name="IsRepeatable">
/// The build of what counts first ran to its end and failed: what it met there, such as a file that another build was writing, may be
/// over by now.
/// </param>
internal sealed record ProjectBuildResult(
    IReadOnlyList<ProjectBuild> Builds,
    IReadOnlyList<string> Failures,
    bool IsRepeatable
)
{
    public static ProjectBuildResult Of(ProjectBuild build) => new([build], [], IsRepeatable: false);

    public static ProjectBuildResult Failed(string reason, bool isRepeatable = false) =>
        new([], [reason], isRepeatable);
}
