namespace GptOssDev.Harmony.Parsing;

/// <summary>
/// Reads a header's text by the rules of the reference library, with its quirk that a single word behind the channel is
/// a recipient. Pure; throws a <see cref="HarmonyException"/> where the library fails.
/// </summary>
internal static class ReferenceHeader
{
    /// <summary>Reads a header that the message token has closed.</summary>
    public static MessageHeader Parse(string text, Role? knownRole)
    {
        var (author, channel, words) = Split(text, knownRole);
        string? recipient = null;
        string? contentType = null;
        if (words.Count > 0)
        {
            var alone = words.Count == 1;
            var last = TakeLast(words);
            if (alone || IsRecipient(last))
            {
                recipient = Bare(last);
            }
            else
            {
                contentType = last;
                recipient = words.Count > 0 ? Bare(TakeLast(words)) : null;
            }
        }
        if (words.Count > 0)
        {
            throw Malformed($"unexpected tokens remaining in message header: \"{string.Join(' ', words)}\"");
        }
        return new MessageHeader(author, channel, recipient, contentType);
    }

    /// <summary>Reads a header that a stop token has closed: the words behind the channel are the body.</summary>
    public static (MessageHeader Header, string Body) ParseWithoutMessageToken(string text, Role knownRole)
    {
        var (author, channel, words) = Split(text, knownRole);
        return (new MessageHeader(author, channel), string.Join(' ', words));
    }

    private static (Author Author, string? Channel, List<string> Words) Split(string text, Role? knownRole)
    {
        var channel = CutChannel(ref text);
        var words = text.Trim()
            .Replace(ControlText.Constrain, " " + ControlText.Constrain, StringComparison.Ordinal)
            .Split([' ', '\t', '\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries)
            .ToList();
        var author = knownRole is { } role ? new Author(role) : ReadAuthor(words);
        if (words.Count > 0 && author.Role != Role.Tool && words[0] == RoleText.Of(author.Role))
        {
            words.RemoveAt(0);
        }
        return (author, channel, words);
    }

    private static Author ReadAuthor(List<string> words)
    {
        if (words.Count == 0)
        {
            throw Malformed("message header did not contain a role");
        }
        var word = words[0];
        if (RoleText.TryParse(word, out var role))
        {
            if (role == Role.Tool)
            {
                words.RemoveAt(0);
            }
            return new Author(role, role == Role.Tool ? word : null);
        }
        if (words.Count == 1 && !IsRecipient(word))
        {
            throw Malformed($"Unknown role: {word}");
        }
        words.RemoveAt(0);
        return new Author(Role.Tool, word);
    }

    private static string? CutChannel(ref string text)
    {
        var at = text.IndexOf(ControlText.Channel, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }
        var from = at + ControlText.Channel.Length;
        var to = from;
        while (to < text.Length && text[to] != '<' && !char.IsWhiteSpace(text[to]))
        {
            to++;
        }
        if (to == from)
        {
            throw Malformed("channel marker present but no channel value found in header");
        }
        var channel = text[from..to];
        text = text[..at] + text[to..];
        return channel;
    }

    private static string TakeLast(List<string> words)
    {
        var last = words[^1];
        words.RemoveAt(words.Count - 1);
        return last;
    }

    private static bool IsRecipient(string word) => word.StartsWith("to=", StringComparison.Ordinal);

    private static string Bare(string word) => IsRecipient(word) ? word[3..] : word;

    private static HarmonyException Malformed(string message) => new(HarmonyFailure.MalformedHeader, message);
}
