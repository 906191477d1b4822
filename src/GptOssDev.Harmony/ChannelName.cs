namespace GptOssDev.Harmony;

/// <summary>Finds a known channel at the beginning of what stands behind a channel token. Pure.</summary>
internal static class ChannelName
{
    /// <summary>The known channel that text begins with, perhaps behind punctuation, and what follows it.</summary>
    public static bool TryPrefix(string text, out string channel, out string rest)
    {
        var from = 0;
        while (from < text.Length && !char.IsLetterOrDigit(text[from]))
        {
            from++;
        }
        foreach (var known in Channels.All)
        {
            if (text.AsSpan(from).StartsWith(known, StringComparison.Ordinal))
            {
                channel = known;
                rest = text[(from + known.Length)..];
                return true;
            }
        }
        channel = rest = "";
        return false;
    }

    /// <summary>The channel a header's word means; unknown names stay as they are.</summary>
    public static string Normalize(string word, out string rest)
    {
        rest = "";
        if (Channels.All.Contains(word))
        {
            return word;
        }
        if (TryPrefix(word, out var channel, out rest))
        {
            return channel;
        }
        rest = "";
        // Models that stop in the middle of the word mean this channel.
        return word == "comment" ? Channels.Commentary : word;
    }
}
