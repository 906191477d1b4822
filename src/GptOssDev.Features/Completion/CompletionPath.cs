namespace GptOssDev.Features.Completion;

/// <summary>What prompts call a file and the repository it lies in.</summary>
/// <param name="Shown">Relative to the repository where the file lies in it.</param>
internal sealed record CompletionPath(string Shown, string Repository);
