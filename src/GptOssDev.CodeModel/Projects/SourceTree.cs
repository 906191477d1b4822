namespace GptOssDev.CodeModel.Projects;

/// <summary>Walks folders for C# files the way a project's default globs do: without build output and hidden folders.</summary>
internal static class SourceTree
{
    private const int MaxDepth = 32;

    /// <summary>Folders below <paramref name="root"/>, itself first, that sources may lie in; bounded.</summary>
    /// <param name="enter">Asked for every folder below the root; false leaves it and all below it out.</param>
    public static IEnumerable<string> Folders(string root, int limit, Func<string, bool> enter)
    {
        var pending = new Stack<(string Path, int Depth)>([(root, 0)]);
        for (var count = 0; pending.Count > 0 && count < limit; count++)
        {
            var (folder, depth) = pending.Pop();
            yield return folder;
            if (depth == MaxDepth)
            {
                continue;
            }
            foreach (var child in Children(folder).OrderByDescending(path => path, StringComparer.Ordinal))
            {
                if (!IsIgnored(child) && enter(child))
                {
                    pending.Push((child, depth + 1));
                }
            }
        }
    }

    /// <summary>The C# files of one folder, sorted.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*.cs")
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>True for a folder with a project file of its own: its sources belong to that project.</summary>
    public static bool HasProject(string folder) => Files(folder, "*.csproj").Count > 0;

    /// <summary>True for a source that a build wrote below the root.</summary>
    public static bool IsBuildOutput(string root, string path) =>
        Path.GetRelativePath(root, path).Split('/', '\\').Contains("obj");

    private static bool IsIgnored(string folder)
    {
        var name = Path.GetFileName(folder);
        return name.StartsWith('.') || name is "bin" or "obj" or "artifacts" or "node_modules";
    }

    private static IReadOnlyList<string> Children(string folder)
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder)
                    .EnumerateDirectories()
                    // A link may lead back up: following it would walk in circles.
                    .Where(child => !child.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    .Select(child => child.FullName),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
