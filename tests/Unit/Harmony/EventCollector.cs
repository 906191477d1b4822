using System.Text;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony;

/// <summary>
/// A consumer that holds a parser to its protocol: start, header, text, end, each in its place and each message closed.
/// </summary>
internal sealed class EventCollector
{
    private readonly StringBuilder _body = new();
    private MessageHeader? _header;
    private bool _open;

    public List<ParsedMessage> Messages { get; } = [];

    public List<Recovered> Repairs { get; } = [];

    public List<MessageEnd> Ends { get; } = [];

    public bool IsOpen => _open;

    public MessageHeader? Header => _header;

    public string Body => _body.ToString();

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
                Assert.False(_open, "a message began inside another");
                _open = true;
                break;
            case HeaderComplete complete:
                Assert.True(_open, "a header outside a message");
                Assert.Null(_header);
                _header = complete.Header;
                break;
            case ContentDelta delta:
                Assert.NotNull(_header);
                Assert.NotEmpty(delta.Text);
                _body.Append(delta.Text);
                break;
            case MessageEnd end:
                Assert.True(_open, "an end outside a message");
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
        if (_header is not null)
        {
            var role = RoleText.Of(_header.Author.Role);
            var name = _header.Author.Name;
            Messages.Add(
                new ParsedMessage(role, name, _header.Channel, _header.Recipient, _header.ContentType, _body.ToString())
            );
        }
        Ends.Add(end);
        _header = null;
        _open = false;
        _body.Clear();
    }
}
