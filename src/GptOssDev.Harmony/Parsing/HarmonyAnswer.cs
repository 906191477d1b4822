using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony.Parsing;

/// <summary>What a model answered so far, taken apart by who it is for.</summary>
public sealed record HarmonyAnswer
{
    /// <summary>Chain of thought; not for the user.</summary>
    public required string Reasoning { get; init; }

    /// <summary>Text for the user: preambles and the final answer.</summary>
    public required string Content { get; init; }

    public required IReadOnlyList<ToolCall> ToolCalls { get; init; }

    /// <summary>Messages to recipients that were never offered.</summary>
    public required IReadOnlyList<UnknownCall> UnknownCalls { get; init; }

    /// <summary>The assistant's messages, fit to be appended to the conversation.</summary>
    public required IReadOnlyList<Message> Messages { get; init; }

    /// <summary>How the stream was mended, for the log.</summary>
    public required IReadOnlyList<Recovered> Repairs { get; init; }

    /// <summary>True once a final message has ended: nothing that follows belongs to the answer.</summary>
    public required bool IsFinalComplete { get; init; }
}
