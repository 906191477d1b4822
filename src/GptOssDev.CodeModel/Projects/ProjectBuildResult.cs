namespace GptOssDev.CodeModel.Projects;

/// <summary>Either what the build told or one line that says why it told nothing.</summary>
internal sealed record ProjectBuildResult(ProjectBuild? Build, string? Failure, bool FromCache)
{
    public static ProjectBuildResult Of(ProjectBuild build, bool fromCache = false) => new(build, null, fromCache);

    public static ProjectBuildResult Failed(string reason) => new(null, reason, false);
}
