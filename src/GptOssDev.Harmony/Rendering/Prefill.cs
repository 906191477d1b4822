namespace GptOssDev.Harmony.Rendering;

/// <summary>
/// The beginning of the next assistant message, which the model continues.
/// </summary>
/// <param name="Channel">The channel to open.</param>
/// <param name="Text">
/// The beginning of the body; null opens only the channel, so that the model still writes the rest of the header.
/// </param>
public sealed record Prefill(string Channel, string? Text = "")
{
    /// <summary>Opens the final channel with the beginning of the answer: no chain of thought is generated.</summary>
    public static Prefill Final(string text) => new(Channels.Final, text);

    /// <summary>Names the channel and leaves the rest of the header to the model.</summary>
    public static Prefill ChannelOnly(string channel) => new(channel, null);
}
