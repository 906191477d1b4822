using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// Finds the workspace that a path belongs to: a solution, a project or a folder is taken as it is; for a file the nearest
/// project above it, else one that includes the file by a link, and the nearest solution above that names the project. A solution filter is taken where no solution is. Reads
/// names only, runs nothing. Thread-safe.
/// </summary>
internal sealed class WorkspaceDiscovery
{
    private const int MaxLevels = 64;
    private const int MaxFoldersBelow = 2000;

    private readonly SolutionReader _solutions = new();

    /// <exception cref="CodeModelException">The path is not there or is no path.</exception>
    public async Task<WorkspaceEntry> FindAsync(WorkspaceRequest request, CancellationToken cancellationToken)
    {
        var path = FullPath(request.Path);
        if (Directory.Exists(path))
        {
            return await FromFolderAsync(path, request, cancellationToken);
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
            return FromSolution(path, await _solutions.ReadAsync(path, cancellationToken), request);
        }
        if (IsProject(path))
        {
            return FromProject(path);
        }
        var folder = Path.GetDirectoryName(path)!;
        return await UpwardAsync(folder, request, cancellationToken)
            ?? await LinkingAsync(path, folder, request, cancellationToken)
            ?? new WorkspaceEntry(request.Root is { } root ? FullPath(root) : folder, folder, [], [], []);
    }

    private async Task<WorkspaceEntry> FromFolderAsync(
        string folder,
        WorkspaceRequest request,
        CancellationToken cancellationToken
    )
    {
        var solution = Solutions(folder)
            .OrderBy(SolutionReader.IsFilter)
            .ThenBy(f => !Path.GetFileNameWithoutExtension(f).Equals(Path.GetFileName(folder), PathNames.Comparison))
            .ThenBy(f => f, StringComparer.Ordinal)
            .FirstOrDefault();
        if (solution is not null)
        {
            return FromSolution(solution, await _solutions.ReadAsync(solution, cancellationToken), request);
        }
        var projects = ProjectsBelow(folder, request);
        if (projects.Count > 0)
        {
            return new WorkspaceEntry(folder, projects.Count == 1 ? projects[0] : folder, projects, [], []);
        }
        return await UpwardAsync(folder, request, cancellationToken) ?? new WorkspaceEntry(folder, folder, [], [], []);
    }

    private async Task<WorkspaceEntry?> UpwardAsync(
        string folder,
        WorkspaceRequest request,
        CancellationToken cancellationToken
    )
    {
        var levels = Ancestors(folder, request.Root is { } root ? FullPath(root) : null).ToList();
        var owner = levels.Find(SourceTree.HasProject);
        return owner is null
            ? null
            : await OfProjectsAsync(SourceTree.Files(owner, "*.csproj"), owner, levels, request, cancellationToken);
    }

    // A file in no project's folder that a project of the repository includes by a link.
    private async Task<WorkspaceEntry?> LinkingAsync(
        string path,
        string folder,
        WorkspaceRequest request,
        CancellationToken cancellationToken
    )
    {
        var levels = Ancestors(folder, request.Root is { } root ? FullPath(root) : null).ToList();
        // Without a root or a repository a solution says where to look.
        var top =
            request.Root is not null || Path.Exists(Path.Combine(levels[^1], ".git"))
                ? levels[^1]
                : levels.FirstOrDefault(level => Solutions(level).Any());
        return top is not null && ProjectsBelow(top, request).Find(p => CompileItems.MayInclude(p, path)) is { } project
            ? await OfProjectsAsync([project], Path.GetDirectoryName(project)!, levels, request, cancellationToken)
            : null;
    }

    // The nearest solution that names one of the projects, else the projects alone.
    private async Task<WorkspaceEntry> OfProjectsAsync(
        IReadOnlyList<string> projects,
        string owner,
        IReadOnlyList<string> levels,
        WorkspaceRequest request,
        CancellationToken cancellationToken
    )
    {
        var unread = new List<MissingProject>();
        var candidates = levels.Where(level => PathNames.IsUnder(level, owner)).SelectMany(Solutions);
        foreach (var solution in candidates.OrderBy(SolutionReader.IsFilter))
        {
            var content = await _solutions.ReadAsync(solution, cancellationToken);
            if (content.Projects.Intersect(projects, PathNames.Comparer).Any())
            {
                return FromSolution(solution, content, request);
            }
            if (content.Failure is { } failure)
            {
                unread.Add(new MissingProject(solution, failure));
            }
        }
        // One that cannot be read may name the project, and others that depend on it.
        return projects is [var only]
            ? FromProject(only) with
            {
                Missing = unread,
            }
            : new WorkspaceEntry(owner, owner, projects, unread, []);
    }

    private static WorkspaceEntry FromProject(string project) =>
        new(Path.GetDirectoryName(project)!, project, [project], [], []);

    private static WorkspaceEntry FromSolution(string solution, SolutionContent content, WorkspaceRequest request)
    {
        var folder = Path.GetDirectoryName(content.Solution ?? solution)!;
        if (content.Failure is { } failure)
        {
            var unread = new MissingProject(solution, failure);
            return new WorkspaceEntry(folder, solution, ProjectsBelow(folder, request), [unread], []);
        }
        var known = content.Projects.Where(IsProject).ToList();
        var notes = new List<string>();
        if (known.Count > request.MaxProjects)
        {
            notes.Add($"{solution}: only the first {request.MaxProjects} of {known.Count} projects were loaded.");
        }
        var kept = known.Take(request.MaxProjects).ToList();
        var missing = kept.Where(p => !File.Exists(p))
            .Select(p => new MissingProject(
                p,
                $"{p}: the solution names this project and it is not there; restore or remove it."
            ))
            .ToList();
        return new WorkspaceEntry(folder, solution, [.. kept.Where(File.Exists)], missing, notes);
    }

    private static IEnumerable<string> Solutions(string folder) =>
        SourceTree.Files(folder, "*.sln*").Where(SolutionReader.IsSolution);

    private static List<string> ProjectsBelow(string folder, WorkspaceRequest request) =>
        [
            .. SourceTree
                .Folders(folder, MaxFoldersBelow, _ => true)
                .SelectMany(f => SourceTree.Files(f, "*.csproj"))
                .Take(request.MaxProjects),
        ];

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
