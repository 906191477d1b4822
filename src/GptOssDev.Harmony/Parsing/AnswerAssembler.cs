using System.Text;
using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony.Parsing;

/// <summary>
/// Sorts a parser's events into reasoning, content and tool calls while they stream. Owns the answer of one stream, for
/// one thread; never throws.
/// </summary>
/// <param name="knownTools">
/// The names of the functions on offer, without the namespace; null to accept every function.
/// </param>
public sealed class AnswerAssembler(IReadOnlyCollection<string>? knownTools = null)
{
    private const int MaxRepairs = 64;

    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _content = new();
    private readonly StringBuilder _body = new();
    private readonly List<ToolCall> _calls = [];
    private readonly List<UnknownCall> _unknownCalls = [];
    private readonly List<Message> _messages = [];
    private readonly List<Recovered> _repairs = [];
    private MessageHeader? _header;
    private MessageRoute _route;
    private bool _finalComplete;

    /// <summary>True once a final message has ended: generation may stop, whatever token ended it.</summary>
    public bool IsFinalComplete => _finalComplete;

    /// <summary>The answer so far.</summary>
    public HarmonyAnswer Answer =>
        new()
        {
            Reasoning = _reasoning.ToString(),
            Content = _content.ToString(),
            ToolCalls = [.. _calls],
            UnknownCalls = [.. _unknownCalls],
            Messages = [.. _messages],
            Repairs = [.. _repairs],
            IsFinalComplete = _finalComplete,
        };

    /// <summary>Takes one event and returns what it adds for a reader who watches the stream.</summary>
    public AnswerDelta Apply(HarmonyEvent harmonyEvent)
    {
        switch (harmonyEvent)
        {
            case MessageStart:
                _header = null;
                break;
            case HeaderComplete complete:
                _header = complete.Header;
                _route = MessageRoute.Of(_header, knownTools);
                _body.Clear();
                break;
            case ContentDelta delta:
                return Add(delta.Text);
            case MessageEnd end when _header is not null:
                return Close(_header, end);
            case Recovered repair when _repairs.Count < MaxRepairs:
                _repairs.Add(repair);
                break;
        }
        return AnswerDelta.None;
    }

    private AnswerDelta Add(string text)
    {
        _body.Append(text);
        switch (_route.Kind)
        {
            case RouteKind.Reasoning:
                _reasoning.Append(text);
                return new AnswerDelta(Reasoning: text);
            case RouteKind.Content:
                _content.Append(text);
                return new AnswerDelta(Content: text);
            default:
                return AnswerDelta.None;
        }
    }

    private AnswerDelta Close(MessageHeader closed, MessageEnd end)
    {
        var text = _body.ToString();
        _body.Clear();
        _header = null;
        if (_route.Kind != RouteKind.Hidden)
        {
            _messages.Add(ToMessage(closed, text, end.Tokens));
        }
        switch (_route.Kind)
        {
            case RouteKind.Call:
                var call = ToolCall.Read(_route.Function, text);
                _calls.Add(call);
                return new AnswerDelta(ToolCall: call);
            case RouteKind.UnknownCall:
                _unknownCalls.Add(new UnknownCall(closed.Recipient ?? "", text));
                break;
            case RouteKind.Content when closed.Channel == Channels.Final:
                _finalComplete |= end.Terminator != MessageTerminator.EndOfStream;
                break;
        }
        return AnswerDelta.None;
    }

    private Message ToMessage(MessageHeader closed, string text, IReadOnlyList<int>? tokens) =>
        new()
        {
            Author = new Author(Role.Assistant),
            Channel = closed.Channel,
            Recipient = _route.Kind switch
            {
                RouteKind.Call => FunctionNames.Address(_route.Function),
                RouteKind.UnknownCall => closed.Recipient,
                _ => null,
            },
            ContentType = closed.ContentType,
            Content = new TextContent(text),
            RawTokens = tokens,
        };
}
