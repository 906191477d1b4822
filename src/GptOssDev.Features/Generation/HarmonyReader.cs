using GptOssDev.Harmony;

namespace GptOssDev.Features.Generation;

/// <summary>
/// Reads harmony messages: the final channel and preambles are the answer, everything else on other channels is reasoning.
/// The end of a final message ends the answer: a small model may begin a second one.
/// </summary>
internal sealed class HarmonyReader : IAnswerReader
{
    private readonly HarmonyParser parser;
    private MessageHeader? header;

    public HarmonyReader(ITokenizer tokenizer, ParserStart start)
    {
        parser = new HarmonyParser(tokenizer, new ParserOptions { Start = start });
        // A stream that begins in a body has had its header in the prompt.
        header = start == ParserStart.AssistantHeader ? null : new MessageHeader(new Author(Role.Assistant), Channels.Final);
    }

    public bool IsComplete { get; private set; }

    public IReadOnlyList<AnswerPart> Feed(int token) => Read(parser.Feed(token));

    public IReadOnlyList<AnswerPart> End() => Read(parser.End());

    private List<AnswerPart> Read(IReadOnlyList<HarmonyEvent> events)
    {
        var parts = new List<AnswerPart>();
        foreach (var item in events)
        {
            switch (item)
            {
                case HeaderComplete complete:
                    header = complete.Header;
                    break;
                case ContentDelta delta when !IsComplete && ChannelOf(header) is { } channel:
                    parts.Add(new AnswerPart(channel, delta.Text));
                    break;
                case MessageEnd:
                    IsComplete |= header is { Channel: Channels.Final };
                    header = null;
                    break;
            }
        }
        return parts;
    }

    private static AnswerChannel? ChannelOf(MessageHeader? header) =>
        header switch
        {
            { Recipient: not null and not "all" } => null,
            { Channel: Channels.Analysis } => AnswerChannel.Reasoning,
            _ => AnswerChannel.Answer,
        };
}
