namespace GptOssDev.Harmony.Rendering;

/// <summary>A conversation as token ids, and where a parser of what the model writes next has to begin.</summary>
public sealed record RenderedPrompt(int[] Tokens, ParserStart ParserStart);
