using System.Text;
using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony.Recovery;

/// <summary>
/// What stood in a header that no message token closed: the words behind the channel are the body of a message, or
/// noise around a message that never came.
/// </summary>
/// <param name="Header">The header as far as it can be told.</param>
/// <param name="Body">The text behind it; may be empty.</param>
/// <param name="IsNoise">
/// True when the body says nothing (channel names, roles, punctuation), or stands behind a channel nobody knows.
/// </param>
internal sealed record UnterminatedHeaderBody(MessageHeader Header, string Body, bool IsNoise)
{
    private static readonly string[] _headerWords =
    [
        .. Channels.All,
        .. Enum.GetValues<Role>().Select(RoleText.Of),
        "comment",
        "assistantassistant",
        "to",
    ];

    public static UnterminatedHeaderBody From(HeaderDraft draft, IReadOnlyCollection<string>? knownTools)
    {
        var segments = draft.Segments();
        var at = segments.Count - 1;
        while (at > 0 && !(segments[at].Lead == ControlKind.Channel && segments[at].Text.Length > 0))
        {
            at--;
        }
        var author = new Author(draft.Role ?? Role.Assistant);
        var text = string.Concat(segments.Skip(at).Select(segment => segment.Text));
        string? channel = null;
        if (segments[at].Lead == ControlKind.Channel && ChannelName.TryPrefix(text, out var named, out var rest))
        {
            (channel, text) = (named, rest);
        }
        var recipient = at > 0 ? RecipientIn(segments[0].Text) : null;
        recipient = TakeRecipient(ref text) ?? recipient;
        var contentType = TakeType(ref text, segments, at);
        var header = new MessageHeader(author, channel, recipient, contentType);
        var isCall = recipient is not null && FunctionAddress.TryResolve(recipient, knownTools, out _);
        var unknownChannel = draft.HasChannel && channel is null;
        var isNoise = !isCall && (unknownChannel || !SaysSomething(text));
        // One blank separates the channel from its body; more of them belong to the body.
        var body = draft.HasChannel && text.StartsWith(' ') ? text[1..] : text;
        return new UnterminatedHeaderBody(header, body, isNoise);
    }

    /// <summary>True when text holds a word that is not part of a header.</summary>
    public static bool SaysSomething(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text + " ")
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                if (!_headerWords.Contains(word.ToString()))
                {
                    return true;
                }
                word.Clear();
            }
        }
        return false;
    }

    private static string? RecipientIn(string roleText)
    {
        var at = roleText.IndexOf("to=", StringComparison.Ordinal);
        return at < 0 ? null : roleText[(at + 3)..].Split(' ')[0];
    }

    private static string? TakeRecipient(ref string text)
    {
        var trimmed = text.TrimStart();
        if (!trimmed.StartsWith("to=", StringComparison.Ordinal))
        {
            return null;
        }
        var end = trimmed.AsSpan().IndexOfAny(' ', '\n', '{');
        end = end < 0 ? trimmed.Length : end;
        text = trimmed[end..];
        return trimmed[3..end];
    }

    // A type is taken only where it cannot be the first word of an answer: before JSON, or behind a constrain token.
    private static string? TakeType(ref string text, IReadOnlyList<HeaderSegment> segments, int from)
    {
        var constrained = segments.Skip(from + 1).Any(segment => segment.Lead == ControlKind.Constrain);
        var trimmed = text.TrimStart();
        foreach (var type in (string[])["json", "code"])
        {
            if (!trimmed.StartsWith(type, StringComparison.Ordinal))
            {
                continue;
            }
            var rest = trimmed[type.Length..].TrimStart();
            if (constrained || rest.StartsWith('{') || rest.StartsWith('['))
            {
                text = rest;
                return (constrained ? ControlText.Constrain : "") + type;
            }
        }
        return null;
    }
}
