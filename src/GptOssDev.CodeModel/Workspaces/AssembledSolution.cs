using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>A solution and what is known about its projects.</summary>
internal sealed record AssembledSolution(Solution Solution, ImmutableDictionary<ProjectId, ProjectMetadata> Projects);
