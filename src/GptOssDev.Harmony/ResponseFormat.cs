using System.Text.Json;

namespace GptOssDev.Harmony;

/// <summary>
/// A wanted shape for the answer. It only steers the model: to be sure of the shape, constrain the sampling of the
/// final channel's body.
/// </summary>
/// <param name="Name">A name for the format, such as <c>review_findings</c>.</param>
/// <param name="Schema">A JSON schema; written on one line.</param>
/// <param name="Description">What the format is for; null leaves the line out.</param>
public sealed record ResponseFormat(string Name, JsonElement Schema, string? Description = null);
