using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony.Recovery;

/// <summary>
/// Makes the best of a header, whatever it holds: the last channel counts, recipients are cut at markers and believed
/// only when they can be, words that mean nothing are skipped. Reports each repair. Used for one header.
/// </summary>
internal sealed class RecoveringHeader(IReadOnlyCollection<string>? knownTools, Action<RecoveryKind, string> repaired)
{
    private static readonly char[] _blanks = [' ', '\t', '\n', '\r', '\f', '\v', '\u00A0', '\u202F'];

    private readonly List<string> _recipients = [];
    private readonly List<string> _skipped = [];
    private readonly List<string> _channels = [];
    private Author _author = new(Role.Assistant);
    private string? _contentType;
    private string? _unmarkedChannel;
    private bool _expectsRecipient;

    /// <summary>Reads a header that the message token has closed. Never throws.</summary>
    public MessageHeader Read(HeaderDraft draft)
    {
        var segments = draft.Segments();
        for (var i = 0; i < segments.Count; i++)
        {
            var words = new Queue<string>(Words(segments[i].Text));
            switch (segments[i].Lead)
            {
                case ControlKind.Channel:
                    ReadChannel(words);
                    break;
                case ControlKind.Constrain when words.TryDequeue(out var type):
                    _contentType = ControlText.Constrain + type;
                    break;
                case null:
                    ReadAuthor(draft.Role, words);
                    break;
            }
            // Only behind the channel can a last word of unknown meaning be a content type.
            ReadWords(words, mayEndInType: i == segments.Count - 1 && i > 0);
        }
        if (_skipped.Count > 0)
        {
            repaired(RecoveryKind.HeaderWordsSkipped, string.Join(' ', _skipped));
        }
        return new MessageHeader(_author, ChooseChannel(), ChooseRecipient(), _contentType);
    }

    private void ReadAuthor(Role? known, Queue<string> words)
    {
        if (known is { } role)
        {
            _author = new Author(role);
            return;
        }
        if (!words.TryPeek(out var word))
        {
            repaired(RecoveryKind.UnknownRole, "no role");
            return;
        }
        if (RoleText.TryParse(word, out var named))
        {
            words.Dequeue();
            _author = new Author(named);
            return;
        }
        if (word.StartsWith("to=", StringComparison.Ordinal))
        {
            // The reference takes a message that names only its recipient for a tool's.
            _author = new Author(Role.Tool);
            repaired(RecoveryKind.UnknownRole, word);
            return;
        }
        words.Dequeue();
        var isTool = word.Contains('.', StringComparison.Ordinal) || knownTools?.Contains(word) == true;
        if (isTool && !word.StartsWith("assistant", StringComparison.Ordinal))
        {
            _author = new Author(Role.Tool, word);
            return;
        }
        repaired(RecoveryKind.UnknownRole, word);
        SkipWord(word);
        if (word.IndexOf("to=", StringComparison.Ordinal) is > 0 and var at)
        {
            AddRecipient(word[(at + 3)..]);
        }
    }

    private void ReadChannel(Queue<string> words)
    {
        if (!words.TryPeek(out var word) || word.StartsWith("to=", StringComparison.Ordinal))
        {
            repaired(RecoveryKind.EmptyChannel, "");
            return;
        }
        words.Dequeue();
        var marker = word.IndexOf('<', StringComparison.Ordinal);
        var name = marker > 0 ? word[..marker] : word;
        var channel = ChannelName.Normalize(name, out var rest);
        _channels.Add(channel);
        if (channel != word)
        {
            repaired(RecoveryKind.ChannelTrimmed, word);
        }
        if (rest.StartsWith("to=", StringComparison.Ordinal) || IsType(rest))
        {
            ReadWord(rest, mayBeType: false);
        }
    }

    private void ReadWords(Queue<string> words, bool mayEndInType)
    {
        while (words.TryDequeue(out var word))
        {
            ReadWord(word, mayEndInType && words.Count == 0);
        }
    }

    private void ReadWord(string word, bool mayBeType)
    {
        var at = word.IndexOf("to=", StringComparison.Ordinal);
        if (_expectsRecipient)
        {
            AddRecipient(word);
        }
        else if (at >= 0)
        {
            AddRecipient(word[(at + 3)..]);
            if (at > 0)
            {
                repaired(RecoveryKind.RecipientRepaired, word);
            }
        }
        else if (IsType(word))
        {
            _contentType ??= word;
        }
        else if (FunctionAddress.TryResolve(word, knownTools, out _))
        {
            AddRecipient(word);
        }
        else if (mayBeType && _contentType is null && IsPlainWord(word))
        {
            _contentType = word;
        }
        else
        {
            SkipWord(word);
        }
    }

    // A channel's name where the channel token is missing still tells thoughts from answers.
    private void SkipWord(string word)
    {
        const string role = "assistant";
        var name = word;
        while (name.StartsWith(role, StringComparison.Ordinal))
        {
            name = name[role.Length..];
        }
        if (Channels.All.Contains(name))
        {
            _unmarkedChannel = name;
        }
        _skipped.Add(word);
    }

    private void AddRecipient(string recipient)
    {
        // A blank between "to=" and the name: the name is the next word.
        _expectsRecipient = recipient.Length == 0;
        if (!_expectsRecipient)
        {
            _recipients.Add(recipient);
        }
    }

    private string? ChooseChannel()
    {
        if (_channels.Count > 1)
        {
            repaired(RecoveryKind.RepeatedChannel, string.Join(' ', _channels));
        }
        return _channels.Count > 0 ? _channels[^1] : _unmarkedChannel;
    }

    private string? ChooseRecipient()
    {
        if (_author.Role == Role.Tool && _recipients is ["assistant"])
        {
            return "assistant";
        }
        var wanted = _recipients.Where(r => !FunctionAddress.IsNobody(r)).ToList();
        if (wanted.Count < _recipients.Count)
        {
            repaired(RecoveryKind.RecipientRepaired, string.Join(' ', _recipients));
        }
        if (wanted.Count == 0)
        {
            return null;
        }
        var repairs = wanted.Select(r => FunctionAddress.Repair(r, knownTools)).ToList();
        var chosen = repairs.FindLastIndex(r => FunctionAddress.TryResolve(r, knownTools, out _));
        chosen = chosen < 0 ? repairs.Count - 1 : chosen;
        if (repairs[chosen] != wanted[chosen])
        {
            repaired(RecoveryKind.RecipientRepaired, wanted[chosen]);
        }
        return repairs[chosen];
    }

    private static bool IsType(string word) => word is "json" or "code";

    // Role and channel names in this place are slips, not types.
    private static bool IsPlainWord(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/' or '+' or '.')
        && char.IsAsciiLetter(word[0])
        && !RoleText.TryParse(word, out _)
        && !Channels.All.Contains(word);

    private static string[] Words(string text) => text.Split(_blanks, StringSplitOptions.RemoveEmptyEntries);
}
