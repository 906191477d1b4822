using GptOssDev.Harmony;

namespace GptOssDev.Grammar.Harmony;

/// <summary>What of the assistant's message the prompt has written already.</summary>
/// <param name="Channel">The channel; null before it is named.</param>
/// <param name="InBody">Whether the header is closed.</param>
public sealed record HarmonyOpening(string? Channel, bool InBody)
{
    /// <summary>The role alone: where the prompt of a conversation usually ends.</summary>
    public static HarmonyOpening Role { get; } = new(null, false);

    /// <summary>The final channel with its header closed.</summary>
    public static HarmonyOpening FinalBody { get; } = new(Channels.Final, true);
}
