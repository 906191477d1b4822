namespace GptOssDev.CodeModel.Workspaces;

/// <summary>What became of one project.</summary>
/// <param name="Path">The project file, or the folder of loose files.</param>
/// <param name="Reason">Why the state is not <see cref="LoadState.Full"/>, in one line with what mends it; null when it is.</param>
/// <param name="Notes">What does not change the state but a person may want to know: a generator that did not load, …</param>
/// <param name="FromCache">True when the build was not run because nothing it depends on had changed.</param>
public sealed record LoadedProject(
    string Name,
    string Path,
    LoadState State,
    string? Reason,
    string? TargetFramework,
    int DocumentCount,
    IReadOnlyList<string> Notes,
    bool FromCache
);
