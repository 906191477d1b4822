using System.Collections.Concurrent;
using GptOssDev.CodeModel.Projects;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Gets every project's command line for each of its target frameworks, from the cache or by a design-time build, in parallel
/// up to the cores; follows project references. In an untrusted workspace nothing runs. One project's failure is its own.
/// Builds share files with each other and with an editor's builds of the same projects: one that failed is asked once more,
/// with none of the others beside it.
/// </summary>
internal sealed class ProjectLoader(WorkspaceRequest request) : IDisposable
{
    /// <summary>After so many builds that failed alone too, the cause is not that they ran side by side.</summary>
    private const int MaxFailuresAlone = 4;

    private readonly BuildCache? _cache = request.CacheFolder is { } folder ? new BuildCache(folder) : null;
    private readonly string? _dotnet = (request.Dotnet ?? DotnetSearch.FromEnvironment()).Find();
    private readonly SemaphoreSlim _restoring = new(1, 1);

    public void Dispose() => _restoring.Dispose();

    /// <param name="solution">The solution that names the projects; null when there is none.</param>
    public async Task<IReadOnlyList<ProjectLoad>> LoadAsync(
        IReadOnlyList<string> projects,
        string? solution,
        CancellationToken cancellationToken
    )
    {
        if (request.Trust != WorkspaceTrust.Trusted)
        {
            return Unbuilt(
                projects,
                "the workspace is not trusted, so its build did not run; trust it to verify edits."
            );
        }
        if (_dotnet is null)
        {
            return Unbuilt(projects, "there is no dotnet command on PATH; install the .NET SDK or set DOTNET_ROOT.");
        }
        await RestoreTogetherAsync(projects, solution, _dotnet, cancellationToken);
        var loads = new ConcurrentDictionary<string, IReadOnlyList<ProjectLoad>>(PathNames.Comparer);
        IReadOnlyList<string> pending = [.. projects.Distinct(PathNames.Comparer)];
        var order = new List<string>(pending);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = request.Parallelism > 0 ? request.Parallelism : Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        while (pending.Count > 0)
        {
            await Parallel.ForEachAsync(
                pending,
                options,
                async (project, ct) => loads[project] = await LoadOneAsync(project, _dotnet, ct)
            );
            await RepeatAloneAsync(pending, loads, _dotnet, cancellationToken);
            pending = [.. Referenced(pending, loads).Take(Math.Max(0, request.MaxProjects - order.Count))];
            order.AddRange(pending);
        }
        return [.. order.SelectMany(project => loads[project])];
    }

    private async Task RepeatAloneAsync(
        IEnumerable<string> projects,
        ConcurrentDictionary<string, IReadOnlyList<ProjectLoad>> loads,
        string dotnet,
        CancellationToken cancellationToken
    )
    {
        var failures = 0;
        foreach (var project in projects.Where(p => loads[p][0].IsRepeatable))
        {
            loads[project] = await LoadOneAsync(project, dotnet, cancellationToken);
            if (loads[project][0].IsRepeatable && ++failures == MaxFailuresAlone)
            {
                return;
            }
        }
    }

    // One restore of the solution costs little more than that of one project. Where it fails, each project's own restore says why.
    private async Task RestoreTogetherAsync(
        IReadOnlyList<string> projects,
        string? solution,
        string dotnet,
        CancellationToken cancellationToken
    )
    {
        if (solution is not null && projects.Count(ProjectInputs.NeedsRestore) > 1)
        {
            await new DesignTimeBuild(dotnet, request.BuildTimeLimit).RestoreAsync(solution, cancellationToken);
        }
    }

    private static IEnumerable<string> Referenced(
        IReadOnlyList<string> projects,
        ConcurrentDictionary<string, IReadOnlyList<ProjectLoad>> loads
    ) =>
        projects
            .SelectMany(project => loads[project])
            .SelectMany(load => load.Build?.ProjectReferences ?? [])
            .Where(path =>
                path.EndsWith(".csproj", PathNames.Comparison) && File.Exists(path) && !loads.ContainsKey(path)
            )
            .Distinct(PathNames.Comparer);

    private async Task<IReadOnlyList<ProjectLoad>> LoadOneAsync(
        string project,
        string dotnet,
        CancellationToken cancellationToken
    )
    {
        var restore = ProjectInputs.NeedsRestore(project);
        var key = ProjectInputs.Key(project, dotnet, request.TargetFramework);
        if (_cache?.Find(project, key) is { } kept)
        {
            return Loads(new ProjectBuildResult(kept, [], IsRepeatable: false), fromCache: true);
        }
        var result = await BuildAsync(project, dotnet, restore, cancellationToken);
        if (result.Builds.Count == 0)
        {
            var unread = new ProjectLoad(project, null, LoadState.SyntaxOnly, result.Failures[0]);
            return [unread with { IsRepeatable = result.IsRepeatable }];
        }
        if (result.Failures.Count == 0)
        {
            // A restore changes the inputs: the key is the one under which the next load will ask.
            _cache?.Keep(
                project,
                restore ? ProjectInputs.Key(project, dotnet, request.TargetFramework) : key,
                result.Builds
            );
        }
        return Loads(result, fromCache: false);
    }

    private static List<ProjectLoad> Loads(ProjectBuildResult result, bool fromCache) =>
        [
            .. result.Builds.Select(
                (build, place) =>
                    new ProjectLoad(build.ProjectPath, build, LoadState.Full, null)
                    {
                        FromCache = fromCache,
                        IsRepeatable = result.IsRepeatable,
                        Place = place,
                        Frameworks = result.Builds.Count,
                        Notes = place == 0 ? result.Failures : [],
                    }
            ),
        ];

    private async Task<ProjectBuildResult> BuildAsync(
        string project,
        string dotnet,
        bool restore,
        CancellationToken cancellationToken
    )
    {
        var build = new DesignTimeBuild(dotnet, request.BuildTimeLimit, request.TargetFramework);
        if (!restore)
        {
            return await build.RunAsync(project, restore: false, cancellationToken);
        }
        // Restoring a project restores what it references too: two at once would write the same files.
        await _restoring.WaitAsync(cancellationToken);
        try
        {
            return await build.RunAsync(project, ProjectInputs.NeedsRestore(project), cancellationToken);
        }
        finally
        {
            _restoring.Release();
        }
    }

    private static List<ProjectLoad> Unbuilt(IReadOnlyList<string> projects, string why) =>
        [.. projects.Select(p => new ProjectLoad(p, null, LoadState.SyntaxOnly, $"{p}: {why}"))];
}
