using GptOssDev.CodeModel.Projects;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>What this layer knows about a project beside the compiler's view of it.</summary>
/// <param name="Folder">Where its sources lie by default.</param>
/// <param name="Build">What its build told; null when none ran.</param>
/// <param name="Analyzers">What its build runs beside the compiler; only a trusted workspace has any.</param>
/// <param name="Place">0 for the target framework of choice, then those after it.</param>
/// <param name="TakesNewFiles">True when a new C# file below the folder becomes part of it, as default globs do.</param>
internal sealed record ProjectMetadata(
    LoadedProject Project,
    string Folder,
    ProjectBuild? Build,
    IReadOnlyList<AnalyzerFile> Analyzers,
    int Place,
    bool TakesNewFiles
);
