using System.Text;

namespace GptOssDev.Harmony;

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

    private readonly StringBuilder reasoning = new();
    private readonly StringBuilder content = new();
    private readonly StringBuilder body = new();
    private readonly List<ToolCall> calls = [];
    private readonly List<UnknownCall> unknownCalls = [];
    private readonly List<Message> messages = [];
    private readonly List<Recovered> repairs = [];
    private MessageHeader? header;
    private MessageRoute route;
    private bool finalComplete;

    /// <summary>True once a final message has ended: generation may stop, whatever token ended it.</summary>
    public bool IsFinalComplete => finalComplete;

    /// <summary>The answer so far.</summary>
    public HarmonyAnswer Answer =>
        new()
        {
            Reasoning = reasoning.ToString(),
            Content = content.ToString(),
            ToolCalls = [.. calls],
            UnknownCalls = [.. unknownCalls],
            Messages = [.. messages],
            Repairs = [.. repairs],
            IsFinalComplete = finalComplete,
        };

    /// <summary>Takes one event and returns what it adds for a reader who watches the stream.</summary>
    public AnswerDelta Apply(HarmonyEvent harmonyEvent)
    {
        switch (harmonyEvent)
        {
            case MessageStart:
                header = null;
                break;
            case HeaderComplete complete:
                header = complete.Header;
                route = MessageRoute.Of(header, knownTools);
                body.Clear();
                break;
            case ContentDelta delta:
                return Add(delta.Text);
            case MessageEnd end when header is not null:
                return Close(header, end);
            case Recovered repair when repairs.Count < MaxRepairs:
                repairs.Add(repair);
                break;
        }
        return AnswerDelta.None;
    }

    private AnswerDelta Add(string text)
    {
        body.Append(text);
        switch (route.Kind)
        {
            case RouteKind.Reasoning:
                reasoning.Append(text);
                return new AnswerDelta(Reasoning: text);
            case RouteKind.Content:
                content.Append(text);
                return new AnswerDelta(Content: text);
            default:
                return AnswerDelta.None;
        }
    }

    private AnswerDelta Close(MessageHeader closed, MessageEnd end)
    {
        var text = body.ToString();
        body.Clear();
        header = null;
        if (route.Kind != RouteKind.Hidden)
        {
            messages.Add(ToMessage(closed, text, end.Tokens));
        }
        switch (route.Kind)
        {
            case RouteKind.Call:
                var call = ToolCall.Read(route.Function, text);
                calls.Add(call);
                return new AnswerDelta(ToolCall: call);
            case RouteKind.UnknownCall:
                unknownCalls.Add(new UnknownCall(closed.Recipient ?? "", text));
                break;
            case RouteKind.Content when closed.Channel == Channels.Final:
                finalComplete |= end.Terminator != MessageTerminator.EndOfStream;
                break;
        }
        return AnswerDelta.None;
    }

    private Message ToMessage(MessageHeader closed, string text, IReadOnlyList<int>? tokens) =>
        new()
        {
            Author = new Author(Role.Assistant),
            Channel = closed.Channel,
            Recipient = route.Kind switch
            {
                RouteKind.Call => FunctionNames.Address(route.Function),
                RouteKind.UnknownCall => closed.Recipient,
                _ => null,
            },
            ContentType = closed.ContentType,
            Content = new TextContent(text),
            RawTokens = tokens,
        };
}
