using GptOssDev.CodeModel.Projects;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// A project on its way into a solution: its build's answer for one target framework, or the reason why there is none.
/// </summary>
internal sealed record ProjectLoad(string Path, ProjectBuild? Build, LoadState State, string? Reason)
{
    public bool FromCache { get; init; }

    /// <summary>Its build failed in a way that may be over by now.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>0 for the framework of choice.</summary>
    public int Place { get; init; }

    /// <summary>For how many frameworks the project is loaded.</summary>
    public int Frameworks { get; init; } = 1;

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The project's name, with the framework where there are several.</summary>
    public string Name
    {
        get
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(Path);
            return Frameworks > 1 ? $"{name} ({Build?.TargetFramework})" : name;
        }
    }
}
