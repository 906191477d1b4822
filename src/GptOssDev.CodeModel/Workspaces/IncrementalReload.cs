using GptOssDev.CodeModel.Projects;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// What of an earlier loading of the same workspace still holds: projects whose build told the same keep their place in the solution,
/// and with it all that the compiler has bound for them. Used once, by one thread.
/// </summary>
internal sealed class IncrementalReload
{
    private readonly Dictionary<string, (ProjectId Id, ProjectMetadata Meta)> _known;
    private readonly bool _sameOutputs;

    public IncrementalReload(AssembledSolution earlier, IReadOnlyList<ProjectLoad> loads)
    {
        Earlier = earlier;
        _known = earlier
            .Projects.Where(p => p.Value.Build is not null)
            .ToDictionary(p => Key(p.Value.Project.Path, p.Value.Build), p => (p.Key, p.Value), PathNames.Comparer);
        // What a reference leads to depends on the outputs of all projects.
        _sameOutputs = Outputs(earlier.Projects.Values.Select(m => m.Build))
            .SetEquals(Outputs(loads.Select(l => l.Build)));
    }

    public AssembledSolution Earlier { get; }

    /// <summary>The id that a project had; null for a new one.</summary>
    public ProjectId? IdOf(ProjectLoad load) =>
        _known.TryGetValue(Key(load.Path, load.Build), out var known) ? known.Id : null;

    /// <summary>The project as it was, when its build told the same; null when it must be made anew.</summary>
    public ProjectMetadata? Kept(ProjectLoad load) =>
        _sameOutputs
        && load.Build is { } build
        && _known.TryGetValue(Key(load.Path, build), out var known)
        && known.Meta.Project.State == LoadState.Full
        && known.Meta.Place == load.Place
        && known.Meta.Project.Name == load.Name
        && Same(known.Meta.Build!, build)
            ? known.Meta with
            {
                Project = known.Meta.Project with { FromCache = load.FromCache },
            }
            : null;

    private static string Key(string path, ProjectBuild? build) => $"{path}|{build?.TargetFramework}";

    private static HashSet<string> Outputs(IEnumerable<ProjectBuild?> builds) =>
        builds.SelectMany(b => b?.OutputPaths ?? []).ToHashSet(PathNames.Comparer);

    private static bool Same(ProjectBuild one, ProjectBuild other) =>
        one.CompilerArguments.SequenceEqual(other.CompilerArguments, StringComparer.Ordinal)
        && one.ProjectReferences.SequenceEqual(other.ProjectReferences, PathNames.Comparer)
        && one.AssemblyName == other.AssemblyName
        && one.TargetFramework == other.TargetFramework;
}
