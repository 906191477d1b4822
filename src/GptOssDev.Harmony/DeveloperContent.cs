using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony;

/// <summary>
/// What other interfaces call the system prompt: instructions, the functions on offer and the wanted response format.
/// Parts without a value are left out; leave the whole message out when all are missing.
/// </summary>
public sealed record DeveloperContent : MessageContent
{
    public string? Instructions { get; init; }

    /// <summary>Functions, offered in the namespace <c>functions</c>.</summary>
    public IReadOnlyList<ToolDescription> Functions { get; init; } = [];

    public ResponseFormat? ResponseFormat { get; init; }
}
