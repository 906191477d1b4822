namespace GptOssDev.Cli.Backends;

/// <summary>Finds the .NET SDK's command where the daemon looks for it too.</summary>
internal static class DotnetCommand
{
    private const string FolderVariable = "GPTOSS_DOTNET";

    /// <summary>The command's path. Throws a <see cref="CliException"/> where there is none.</summary>
    public static string Find(Func<string, string?> variable)
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (variable(FolderVariable) is { Length: > 0 } named)
        {
            var path = Path.Combine(named, name);
            return File.Exists(path)
                ? path
                : throw CliException.Environment(
                    $"{FolderVariable} names '{named}', which does not hold {name}; correct or unset it"
                );
        }

        var folders = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders
                .Append(variable("DOTNET_ROOT") ?? "")
                .Concat(UsualFolders(variable))
                .Where(Path.IsPathFullyQualified)
                .Select(folder => Path.Combine(folder, name))
                .FirstOrDefault(File.Exists)
            ?? throw CliException.Environment(
                "the dotnet command is not on PATH, and NuGet packages are fetched with it: "
                    + $"install the .NET SDK from https://dot.net, or set {FolderVariable} to its folder"
            );
    }

    private static string[] UsualFolders(Func<string, string?> variable) =>
        OperatingSystem.IsWindows()
            ? [Path.Join(variable("ProgramFiles"), "dotnet")]
            :
            [
                "/usr/share/dotnet",
                "/usr/lib/dotnet",
                "/usr/local/share/dotnet",
                Path.Join(variable("HOME"), ".dotnet"),
            ];
}
