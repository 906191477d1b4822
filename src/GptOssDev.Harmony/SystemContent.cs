using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony;

/// <summary>
/// The meta data of a conversation. It is not the place for instructions: those belong in a
/// <see cref="DeveloperContent"/>. A null value leaves its line out.
/// </summary>
public sealed record SystemContent : MessageContent
{
    /// <summary>The identity line. Models are trained on this one; the format's guide says never to change it.</summary>
    public string? ModelIdentity { get; init; } = "You are ChatGPT, a large language model trained by OpenAI.";

    public string? KnowledgeCutoff { get; init; } = "2024-06";

    /// <summary>As YYYY-MM-DD.</summary>
    public string? CurrentDate { get; init; }

    public ReasoningEffort? Effort { get; init; } = ReasoningEffort.Medium;

    /// <summary>An empty list leaves the section out.</summary>
    public IReadOnlyList<string> ValidChannels { get; init; } = Channels.All;

    public bool ChannelRequired { get; init; } = true;

    /// <summary>Tool namespaces that the models know from training; written in the order of their names.</summary>
    public IReadOnlyList<ToolNamespace> BuiltInTools { get; init; } = [];
}
