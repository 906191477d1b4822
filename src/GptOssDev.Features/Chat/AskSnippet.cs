namespace GptOssDev.Features.Chat;

/// <summary>A piece of text to answer from.</summary>
/// <param name="Name">The file's path as users see it, or <c>input</c> for what was piped in.</param>
/// <param name="FirstLine">Number of its first line, from 1.</param>
internal sealed record AskSnippet(string Name, int FirstLine, string Text);
