namespace GptOssDev.CodeModel.Projects;

/// <summary>What discovery found: where the workspace starts and which projects belong to it.</summary>
/// <param name="Root">The folder that everything lies in.</param>
/// <param name="Entry">The solution, the project or the folder that was chosen.</param>
/// <param name="Projects">Absolute paths of C# projects that exist; empty for a folder of loose files.</param>
/// <param name="Missing">Projects that the solution names and that are not there, or the solution that cannot be read.</param>
/// <param name="Notes">What was left out, and why.</param>
internal sealed record WorkspaceEntry(
    string Root,
    string Entry,
    IReadOnlyList<string> Projects,
    IReadOnlyList<MissingProject> Missing,
    IReadOnlyList<string> Notes
);
