using System.Text.Json;

namespace GptOssDev.Harmony.Tools;

/// <summary>A tool as a model sees it.</summary>
/// <param name="Name">Best an identifier, see <see cref="FunctionNames"/>.</param>
/// <param name="Description">May have several lines.</param>
/// <param name="Parameters">A JSON schema of an object; null for a tool without parameters. The order of properties counts.</param>
public sealed record ToolDescription(string Name, string Description, JsonElement? Parameters = null);
