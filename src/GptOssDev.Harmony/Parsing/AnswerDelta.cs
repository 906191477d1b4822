using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony.Parsing;

/// <summary>What one event adds to an answer.</summary>
/// <param name="Reasoning">More chain of thought; empty for none.</param>
/// <param name="Content">More text for the user; empty for none.</param>
/// <param name="ToolCall">A call that is now complete; null for none.</param>
public sealed record AnswerDelta(string Reasoning = "", string Content = "", ToolCall? ToolCall = null)
{
    public static AnswerDelta None { get; } = new();

    public bool IsEmpty => Reasoning.Length == 0 && Content.Length == 0 && ToolCall is null;
}
