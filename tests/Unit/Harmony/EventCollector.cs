using System.Text;
using GptOssDev.Harmony;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony;

/// <summary>
/// A consumer that holds a parser to its protocol: start, header, text, end, each in its place and each message closed.
/// </summary>
internal sealed class EventCollector
{
    private readonly StringBuilder body = new();
    private MessageHeader? header;
    private bool open;

    public List<ParsedMessage> Messages { get; } = [];

    public List<Recovered> Repairs { get; } = [];

    public List<MessageEnd> Ends { get; } = [];

    public bool IsOpen => open;

    public MessageHeader? Header => header;

    public string Body => body.ToString();

    public void Add(IEnumerable<HarmonyEvent> events)
    {
        foreach (var e in events)
        {
            Add(e);
        }
    }

    private void Add(HarmonyEvent e)
    {
        switch (e)
        {
            case MessageStart:
                Assert.False(open, "a message began inside another");
                open = true;
                break;
            case HeaderComplete complete:
                Assert.True(open, "a header outside a message");
                Assert.Null(header);
                header = complete.Header;
                break;
            case ContentDelta delta:
                Assert.NotNull(header);
                Assert.NotEmpty(delta.Text);
                body.Append(delta.Text);
                break;
            case MessageEnd end:
                Assert.True(open, "an end outside a message");
                Close(end);
                break;
            case Recovered repair:
                Repairs.Add(repair);
                break;
            default:
                Assert.Fail($"unknown event {e}");
                break;
        }
    }

    private void Close(MessageEnd end)
    {
        if (header is not null)
        {
            var role = RoleText.Of(header.Author.Role);
            var name = header.Author.Name;
            Messages.Add(
                new ParsedMessage(role, name, header.Channel, header.Recipient, header.ContentType, body.ToString())
            );
        }
        Ends.Add(end);
        header = null;
        open = false;
        body.Clear();
    }
}
