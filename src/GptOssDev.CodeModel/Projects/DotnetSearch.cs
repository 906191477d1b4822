namespace GptOssDev.CodeModel.Projects;

/// <summary>Where the .NET SDK's command is looked for: a parameter, so that nothing else reads the environment.</summary>
/// <param name="PathVariable">The value of <c>PATH</c>.</param>
/// <param name="DotnetRoot">The value of <c>DOTNET_ROOT</c>.</param>
/// <param name="UsualFolders">Folders where installers put it.</param>
public sealed record DotnetSearch(string? PathVariable, string? DotnetRoot, IReadOnlyList<string> UsualFolders)
{
    /// <summary>What this process's environment says.</summary>
    public static DotnetSearch FromEnvironment() =>
        new(
            Environment.GetEnvironmentVariable("PATH"),
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            OperatingSystem.IsWindows()
                ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")]
                :
                [
                    "/usr/share/dotnet",
                    "/usr/lib/dotnet",
                    "/usr/local/share/dotnet",
                    Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet"),
                ]
        );

    /// <summary>The command's full path, or null when there is none.</summary>
    public string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var folders = (PathVariable ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders
            .Append(DotnetRoot ?? "")
            .Concat(UsualFolders)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
