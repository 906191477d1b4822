namespace GptOssDev.Harmony.Tools;

/// <summary>A group of tools with a common prefix; a group without tools is addressed by its name alone.</summary>
public sealed record ToolNamespace(string Name, string? Description, IReadOnlyList<ToolDescription> Tools);
