using System.Text;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Recovery;
using GptOssDev.Harmony.Rendering;
using GptOssDev.Harmony.Tools;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony;

public sealed class RandomStreamTests
{
    private const int Streams = 100_000;

    private static readonly int[] _invalid = [-1, 999, int.MaxValue, int.MinValue];

    private static readonly string[]?[] _tools = [null, [], ["f"]];

    private static readonly ParserStart[] _starts =
    [
        ParserStart.AssistantHeader,
        ParserStart.BetweenMessages,
        ParserStart.InHeader(Role.Assistant, Channels.Analysis),
        ParserStart.InBody(new MessageHeader(new Author(Role.Assistant), Channels.Final)),
    ];

    private readonly TinyTokenizer _tokenizer = new();

    [Fact]
    public void Recovering_parser_on_random_tokens_never_throws_and_never_yields_a_control_token()
    {
        var renderer = new HarmonyRenderer(_tokenizer);
        var texts = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var tools = _tools[random.Next(_tools.Length)];
            var options = new ParserOptions { KnownTools = tools, Start = _starts[random.Next(_starts.Length)] };
            var ids = RandomIds(random, withInvalid: true);
            var parser = new HarmonyParser(_tokenizer, options);
            var collector = new EventCollector();
            var assembler = new AnswerAssembler(tools);
            foreach (var id in ids)
            {
                Take(parser.Feed(id));
            }
            Take(parser.End());
            Assert.False(collector.IsOpen, $"seed {seed} left a message open");
            Assert.Empty(parser.End());
            foreach (var message in collector.Messages)
            {
                texts++;
                // No ordinary token here can spell a marker, so any trace of one came from a control token.
                Assert.DoesNotContain("<|", message.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("|>", message.Text, StringComparison.Ordinal);
            }
            // What was understood must be sayable again.
            renderer.RenderForCompletion(new Conversation(assembler.Answer.Messages));

            void Take(IReadOnlyList<HarmonyEvent> events)
            {
                collector.Add(events);
                foreach (var e in events)
                {
                    assembler.Apply(e);
                }
            }
        }
        Assert.True(texts > Streams, $"only {texts} messages came out of {Streams} streams: the streams are too poor");
    }

    [Fact]
    public void Text_parser_on_random_text_gives_the_token_parsers_answer()
    {
        for (var seed = 0; seed < Streams / 10; seed++)
        {
            var random = new Random(seed);
            var tools = _tools[random.Next(_tools.Length)];
            var ids = RandomIds(random, withInvalid: false);
            var fromTokens = TokenRun.Answer(ids, tools, _tokenizer);
            var fromText = TokenRun.Answer(_tokenizer.Decode(ids), tools, random);
            Assert.Equal(fromTokens.Reasoning, fromText.Reasoning);
            Assert.Equal(fromTokens.Content, fromText.Content);
            Assert.Equal(fromTokens.ToolCalls.Select(Show), fromText.ToolCalls.Select(Show));
            Assert.Equal(fromTokens.UnknownCalls, fromText.UnknownCalls);
        }
    }

    [Fact]
    public void Recovering_parser_on_endless_markers_stays_bounded_and_still_reads_an_answer()
    {
        foreach (var marker in TinyTokenizer.ControlIds)
        {
            var ids = Enumerable
                .Repeat(marker, 20_000)
                .Concat(_tokenizer.EncodeMarkup("<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>"));
            Assert.EndsWith("4", TokenRun.Answer([.. ids], null, _tokenizer).Content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Recovering_parser_streams_long_text_without_markup_before_the_end()
    {
        var parser = new HarmonyParser(_tokenizer);
        var text = new StringBuilder();
        var line = _tokenizer.Encode("a line of an answer without any markup at all\n");
        for (var i = 0; i < 100; i++)
        {
            foreach (var delta in line.SelectMany(id => parser.Feed(id)).OfType<ContentDelta>())
            {
                text.Append(delta.Text);
            }
        }
        Assert.Equal(100 * line.Length, text.Length);
    }

    private static string Show(ToolCall call) => $"{call.Name} {call.RawArguments} {call.Error is null}";

    private static int[] RandomIds(Random random, bool withInvalid)
    {
        var ids = new int[random.Next(1, 40)];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = random.Next(20) switch
            {
                < 9 => Pick(TinyTokenizer.WordIds),
                // The last two control tokens mean nothing to the format and have no spelling the text parser knows.
                < 18 => TinyTokenizer.ControlIds[random.Next(withInvalid ? 10 : 8)],
                18 when withInvalid => Pick(TinyTokenizer.BrokenBytes),
                19 when withInvalid => Pick(_invalid),
                _ => Pick(TinyTokenizer.WordIds),
            };
        }
        return ids;

        int Pick(IReadOnlyList<int> list) => list[random.Next(list.Count)];
    }
}
