namespace GptOssDev.CodeModel.Projects;

/// <summary>What a design-time build told about a project: the compiler's command line and where its output would go.</summary>
/// <param name="OutputPaths">Every path under which other projects may reference this one.</param>
/// <param name="ProjectReferences">Absolute paths of the project files it references.</param>
internal sealed record ProjectBuild(
    string ProjectPath,
    IReadOnlyList<string> CompilerArguments,
    IReadOnlyList<string> OutputPaths,
    IReadOnlyList<string> ProjectReferences,
    string? AssetsFile,
    string? TargetFramework,
    string AssemblyName
);
