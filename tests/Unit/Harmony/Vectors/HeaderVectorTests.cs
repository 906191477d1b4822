using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Recovery;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

public sealed class HeaderVectorTests
{
    public static TheoryData<string> Files => VectorFolder.Rows("header");

    [Theory]
    [MemberData(nameof(Files))]
    public void Header_text_gives_role_channel_and_recipient(string file)
    {
        var tokenizer = O200kHarmonyTokenizer.Instance;
        var options = new ParserOptions { Start = ParserStart.BetweenMessages };
        foreach (var test in VectorFolder.Read(file).Items("cases"))
        {
            var text = ControlText.Start + test.Text("header") + ControlText.Message;
            var fromText = new HarmonyTextParser(options).Feed(text);
            var tokenParser = new HarmonyParser(tokenizer, options);
            var fromTokens = tokenizer.EncodeWithSpecials(text).SelectMany(id => tokenParser.Feed(id));
            foreach (var events in (IEnumerable<HarmonyEvent>[])[fromText, fromTokens])
            {
                var header = Assert.Single(events.OfType<HeaderComplete>()).Header;
                Assert.Equal(test.Text("role"), RoleText.Of(header.Author.Role));
                Assert.Equal(test.Text("channel"), header.Channel);
                Assert.Equal(test.Text("recipient"), header.Recipient);
            }
        }
    }
}
