namespace GptOssDev.Cli.Input;

/// <summary>Finds the folder a command works in when the user did not name one. Reads folders, changes nothing.</summary>
internal static class WorkspaceRoot
{
    private const int MostParents = 64;
    private const int MostEntries = 2000;

    /// <summary>
    /// The nearest folder above with a repository or its settings; else with a solution; else with a project; else the
    /// folder itself.
    /// </summary>
    /// <param name="folder">Absolute.</param>
    public static string Find(string folder) =>
        FindAbove(folder, IsRepository)
        ?? FindAbove(folder, candidate => HasFile(candidate, ".sln", ".slnx", ".slnf"))
        ?? FindAbove(folder, candidate => HasFile(candidate, ".csproj"))
        ?? folder;

    /// <summary>Whether build code could run for this root: a solution or project in it or between it and the folder.</summary>
    public static bool HasProjects(string root, string? folder)
    {
        if (HasFile(root, ".sln", ".slnx", ".slnf", ".csproj"))
        {
            return true;
        }

        for (var current = folder; current is not null && current.Length > root.Length; )
        {
            if (HasFile(current, ".csproj"))
            {
                return true;
            }

            current = Path.GetDirectoryName(current);
        }

        try
        {
            return Directory
                .EnumerateDirectories(root)
                .Take(MostEntries)
                .Any(child => HasFile(child, ".sln", ".slnx", ".slnf", ".csproj"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsRepository(string folder) =>
        Path.Exists(Path.Combine(folder, ".git"))
        || File.Exists(Path.Combine(folder, GptOssDev.Client.Settings.SettingsFile.RepositoryFileName));

    private static string? FindAbove(string folder, Func<string, bool> matches)
    {
        var current = folder;
        for (var count = 0; current is not null && count < MostParents; count++)
        {
            if (matches(current))
            {
                return current;
            }

            current = Path.GetDirectoryName(current);
        }

        return null;
    }

    private static bool HasFile(string folder, params ReadOnlySpan<string> endings)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder).Take(MostEntries))
            {
                foreach (var ending in endings)
                {
                    if (file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                    {
                        return true;
                    }
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read has nothing to find.
        }

        return false;
    }
}
