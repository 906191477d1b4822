namespace GptOssDev.Harmony;

/// <summary>A message's author. A tool's name is its whole address, such as <c>functions.read_file</c>.</summary>
public sealed record Author(Role Role, string? Name = null);
