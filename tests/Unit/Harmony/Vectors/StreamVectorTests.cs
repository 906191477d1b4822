using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Recovery;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

public sealed class StreamVectorTests
{
    public static TheoryData<string> Files => VectorFolder.Rows("stream");

    [Theory]
    [MemberData(nameof(Files))]
    public void Tokens_fed_one_by_one_give_each_delta(string file)
    {
        var vector = VectorFolder.Read(file);
        foreach (var mode in (ParserMode[])[ParserMode.Strict, ParserMode.LibraryLenient])
        {
            var options = new ParserOptions { Start = vector.GetProperty("input").Start(), Mode = mode };
            var parser = new HarmonyParser(O200kHarmonyTokenizer.Instance, options);
            var collector = new EventCollector();
            foreach (var step in vector.GetProperty("expect").Items("steps"))
            {
                var events = parser.Feed(unchecked((int)step.GetProperty("token").GetUInt32()));
                collector.Add(events);
                // The reference keeps what is left at the end of a message out of its delta, we say it before the end.
                var deltas = events.OfType<MessageEnd>().Any() ? [] : events.OfType<ContentDelta>().ToList();
                var delta = deltas.Count == 0 ? null : string.Concat(deltas.Select(d => d.Text));
                Assert.Equal(step.Text("delta"), delta);
                Assert.Equal(step.Text("channel"), collector.Header?.Channel);
                Assert.Equal(step.Text("recipient"), collector.Header?.Recipient);
                Assert.Equal(step.Text("content_type"), collector.Header?.ContentType);
            }
            var expect = vector.GetProperty("expect");
            Assert.Equal(expect.Text("current_content") ?? "", collector.Body);
            Assert.Equal(expect.Messages("messages"), collector.Messages);
        }
    }
}
