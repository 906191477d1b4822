using System.Text.Json;

namespace GptOssDev.Harmony.Tools;

/// <summary>A function that the model wants to have called.</summary>
/// <param name="Name">The function's name without the namespace.</param>
/// <param name="RawArguments">The message's body as the model wrote it.</param>
/// <param name="Arguments">The body as JSON; null when it is not valid JSON.</param>
/// <param name="Error">Why the body is not valid JSON; null when it is.</param>
public sealed record ToolCall(string Name, string RawArguments, JsonElement? Arguments, string? Error)
{
    /// <summary>Reads a call's body. Never throws: the content type does not decide, whether it parses does.</summary>
    public static ToolCall Read(string name, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return new ToolCall(name, body, document.RootElement.Clone(), null);
        }
        catch (JsonException e)
        {
            return new ToolCall(name, body, null, $"the arguments of {name} are not valid JSON: {e.Message}");
        }
    }
}
