using GptOssDev.CodeModel.Projects;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>What to load and under which limits.</summary>
/// <param name="Path">A file, a folder, a project file or a solution file.</param>
/// <param name="Trust">Whether the workspace's own build may run.</param>
/// <param name="CacheFolder">Where results of builds are kept between runs; null keeps none.</param>
public sealed record WorkspaceRequest(string Path, WorkspaceTrust Trust, string? CacheFolder = null)
{
    /// <summary>The folder above which no project is looked for; null stops at the repository's root or the drive's.</summary>
    public string? Root { get; init; }

    /// <summary>
    /// Of projects for several target frameworks the one that says what a file means, such as <c>net10.0</c>; null, or one that a project
    /// does not have, takes the newest plain one.
    /// </summary>
    public string? TargetFramework { get; init; }

    /// <summary>Where <c>dotnet</c> is looked for; null takes the process's environment.</summary>
    public DotnetSearch? Dotnet { get; init; }

    /// <summary>The longest one project's build may take.</summary>
    public TimeSpan BuildTimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many builds run at once; 0 takes the number of cores.</summary>
    public int Parallelism { get; init; }

    /// <summary>The most projects loaded from one solution.</summary>
    public int MaxProjects { get; init; } = 256;

    /// <summary>The most files read for a folder that has no project.</summary>
    public int MaxLooseFiles { get; init; } = 2000;
}
