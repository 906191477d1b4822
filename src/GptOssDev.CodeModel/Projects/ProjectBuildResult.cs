namespace GptOssDev.CodeModel.Projects;

/// <summary>Either what the build told or one line that says why it told nothing.</summary>
/// <param name="IsRepeatable">
/// The tool ran to its end and failed: what it met there, such as a file that another build was writing, may be over by now.
/// </param>
internal sealed record ProjectBuildResult(ProjectBuild? Build, string? Failure, bool IsRepeatable)
{
    public static ProjectBuildResult Of(ProjectBuild build) => new(build, null, IsRepeatable: false);

    public static ProjectBuildResult Failed(string reason, bool isRepeatable = false) =>
        new(null, reason, isRepeatable);
}
