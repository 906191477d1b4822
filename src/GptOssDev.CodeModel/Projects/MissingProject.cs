namespace GptOssDev.CodeModel.Projects;

/// <summary>A project that could not be found or read, and the one line that says so.</summary>
internal sealed record MissingProject(string Path, string Reason);
