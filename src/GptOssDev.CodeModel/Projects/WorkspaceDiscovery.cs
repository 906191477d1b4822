using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// Finds the workspace that a path belongs to: a solution, a project or a folder is taken as it is; for a file the nearest
/// project above it, and the nearest solution above that which names the project. Reads names only, runs nothing.
/// </summary>
internal static class WorkspaceDiscovery
{
    private const int MaxLevels = 64;
    private const int MaxFoldersBelow = 2000;

    /// <exception cref="CodeModelException">The path is not there or is no path.</exception>
    public static WorkspaceEntry Find(WorkspaceRequest request)
    {
        var path = FullPath(request.Path);
        if (Directory.Exists(path))
        {
            return FromFolder(path, request);
        }
        if (!File.Exists(path))
        {
            throw new CodeModelException(
                CodeModelReason.RootMissing,
                $"{path}: no such file or folder; check the spelling."
            );
        }
        if (SolutionReader.IsSolution(path))
        {
            return FromSolution(path, request.MaxProjects);
        }
        if (IsProject(path))
        {
            return FromProject(path);
        }
        return FromFile(path, request);
    }

    private static WorkspaceEntry FromFolder(string folder, WorkspaceRequest request)
    {
        var solution = SourceTree
            .Files(folder, "*.sln*")
            .Where(SolutionReader.IsSolution)
            .OrderBy(f => !Path.GetFileNameWithoutExtension(f).Equals(Path.GetFileName(folder), PathNames.Comparison))
            .ThenBy(f => f, StringComparer.Ordinal)
            .FirstOrDefault();
        if (solution is not null)
        {
            return FromSolution(solution, request.MaxProjects);
        }
        var projects = SourceTree
            .Folders(folder, MaxFoldersBelow, _ => true)
            .SelectMany(f => SourceTree.Files(f, "*.csproj"))
            .Take(request.MaxProjects)
            .ToList();
        if (projects.Count > 0)
        {
            return new WorkspaceEntry(folder, projects.Count == 1 ? projects[0] : folder, projects, [], []);
        }
        return Upward(folder, request) ?? new WorkspaceEntry(folder, folder, [], [], []);
    }

    private static WorkspaceEntry FromFile(string file, WorkspaceRequest request)
    {
        var folder = Path.GetDirectoryName(file)!;
        return Upward(folder, request)
            ?? new WorkspaceEntry(request.Root is { } root ? FullPath(root) : folder, folder, [], [], []);
    }

    private static WorkspaceEntry? Upward(string folder, WorkspaceRequest request)
    {
        var levels = Ancestors(folder, request.Root is { } root ? FullPath(root) : null).ToList();
        var project = levels.SelectMany(level => SourceTree.Files(level, "*.csproj")).FirstOrDefault();
        if (project is null)
        {
            return null;
        }
        var owner = Path.GetDirectoryName(project)!;
        foreach (var level in levels.Where(level => PathNames.IsUnder(level, owner)))
        {
            foreach (var solution in SourceTree.Files(level, "*.sln*").Where(SolutionReader.IsSolution))
            {
                if (SolutionReader.Read(solution).Projects.Contains(project, PathNames.Comparer))
                {
                    return FromSolution(solution, request.MaxProjects);
                }
            }
        }
        return FromProject(project);
    }

    private static WorkspaceEntry FromProject(string project) =>
        new(Path.GetDirectoryName(project)!, project, [project], [], []);

    private static WorkspaceEntry FromSolution(string solution, int maxProjects)
    {
        var folder = Path.GetDirectoryName(solution)!;
        var (named, failure) = SolutionReader.Read(solution);
        if (failure is not null)
        {
            return new WorkspaceEntry(folder, solution, [], [new MissingProject(solution, failure)], []);
        }
        var known = named.Where(IsProject).ToList();
        var notes = new List<string>();
        if (known.Count < named.Count)
        {
            notes.Add($"{solution}: {named.Count - known.Count} entries are not C# projects and were left out.");
        }
        if (known.Count > maxProjects)
        {
            notes.Add($"{solution}: only the first {maxProjects} of {known.Count} projects were loaded.");
        }
        var kept = known.Take(maxProjects).ToList();
        var missing = kept.Where(p => !File.Exists(p))
            .Select(p => new MissingProject(
                p,
                $"{p}: the solution names this project and it is not there; restore or remove it."
            ))
            .ToList();
        return new WorkspaceEntry(folder, solution, [.. kept.Where(File.Exists)], missing, notes);
    }

    private static IEnumerable<string> Ancestors(string folder, string? root)
    {
        var level = folder;
        for (var i = 0; i < MaxLevels && level is not null; i++)
        {
            yield return level;
            var isTop = root is not null
                ? level.Equals(Path.TrimEndingDirectorySeparator(root), PathNames.Comparison)
                : Path.Exists(Path.Combine(level, ".git"));
            if (isTop)
            {
                yield break;
            }
            level = Path.GetDirectoryName(level);
        }
    }

    private static bool IsProject(string path) => path.EndsWith(".csproj", PathNames.Comparison);

    private static string FullPath(string path)
    {
        try
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }
        catch (Exception e) when (e is ArgumentException or PathTooLongException or NotSupportedException)
        {
            throw new CodeModelException(
                CodeModelReason.InvalidPath,
                "The path is not valid; name a file or a folder.",
                e
            );
        }
    }
}
