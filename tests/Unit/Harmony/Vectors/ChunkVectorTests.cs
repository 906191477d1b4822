using System.Text.Json;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Recovery;
using GptOssDev.Harmony.Tools;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

public sealed class ChunkVectorTests
{
    private const int RandomRuns = 50;

    public static TheoryData<string> Files => VectorFolder.Rows("chunks");

    public static TheoryData<string> RoutedFiles => VectorFolder.Rows("chunks-routed");

    [Theory]
    [MemberData(nameof(Files))]
    public void Chunks_give_the_events_of_each_step(string file)
    {
        var vector = VectorFolder.Read(file);
        var parser = new HarmonyTextParser(Options(vector));
        foreach (var step in vector.Items("steps"))
        {
            Assert.Equal(Expected(step), Merge(parser.Feed(step.Text("chunk")!)));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Chunks_cut_anywhere_give_the_same_events(string file)
    {
        var vector = VectorFolder.Read(file);
        var text = string.Concat(vector.Items("steps").Select(step => step.Text("chunk")));
        var expected = MergeText(vector.Items("steps").SelectMany(Expected));
        for (var seed = 0; seed < RandomRuns; seed++)
        {
            var parser = new HarmonyTextParser(Options(vector));
            var events = TokenRun.Cut(text, new Random(seed)).SelectMany(parser.Feed).ToList();
            Assert.Equal(expected, Merge(events));
        }
    }

    [Theory]
    [MemberData(nameof(RoutedFiles))]
    public void Routed_chunks_give_the_output_of_each_step(string file)
    {
        var vector = VectorFolder.Read(file);
        var parser = new HarmonyTextParser(Options(vector));
        var assembler = new AnswerAssembler(vector.GetProperty("input").OfferedTools());
        var steps = vector.Items("steps").ToList();
        foreach (var (index, step) in steps.Index())
        {
            var events = parser.Feed(step.Text("chunk")!);
            // Nothing follows the last step, so what it leaves open is complete.
            var last = index == steps.Count - 1 ? parser.End() : [];
            var deltas = events.Concat(last).Select(assembler.Apply).ToList();
            var output = step.GetProperty("out");
            Assert.Equal(output.Text("reasoning") ?? "", string.Concat(deltas.Select(delta => delta.Reasoning)));
            Assert.Equal(output.Text("content") ?? "", string.Concat(deltas.Select(delta => delta.Content)));
            VectorData.AssertCalls(output, [.. deltas.Select(delta => delta.ToolCall).OfType<ToolCall>()]);
        }
    }

    [Theory]
    [MemberData(nameof(RoutedFiles))]
    public void Routed_chunks_cut_anywhere_give_the_same_answer(string file)
    {
        var vector = VectorFolder.Read(file);
        var steps = vector.Items("steps").ToList();
        var text = string.Concat(steps.Select(step => step.Text("chunk")));
        var outputs = steps.Select(step => step.GetProperty("out")).ToList();
        for (var seed = 0; seed < RandomRuns; seed++)
        {
            var parser = new HarmonyTextParser(Options(vector));
            var assembler = new AnswerAssembler(vector.GetProperty("input").OfferedTools());
            foreach (var piece in TokenRun.Cut(text, new Random(seed)))
            {
                ApplyAll(parser.Feed(piece));
            }
            ApplyAll(parser.End());
            var answer = assembler.Answer;
            Assert.Equal(string.Concat(outputs.Select(output => output.Text("reasoning"))), answer.Reasoning);
            Assert.Equal(string.Concat(outputs.Select(output => output.Text("content"))), answer.Content);
            var names = outputs.SelectMany(output => output.Items("tool_calls")).Select(call => call.Text("name"));
            Assert.Equal(names, answer.ToolCalls.Select(call => call.Name));

            void ApplyAll(IReadOnlyList<HarmonyEvent> events)
            {
                foreach (var e in events)
                {
                    assembler.Apply(e);
                }
            }
        }
    }

    private static ParserOptions Options(JsonElement vector) =>
        new()
        {
            KnownTools = vector.GetProperty("input").OfferedTools(),
            Start = vector.GetProperty("input").Flag("implicit_start")
                ? ParserStart.AssistantHeader
                : ParserStart.BetweenMessages,
        };

    private static List<string> Expected(JsonElement step) =>
        [
            .. step.Items("events")
                .Select(e =>
                    e.Text("event") switch
                    {
                        "message_start" => "start",
                        "message_end" => "end",
                        "content" => "text " + e.Text("text"),
                        "header" => $"header {e.Text("role")} {e.Text("channel")} {e.Text("recipient")}",
                        var other => throw new FormatException($"unknown event {other}"),
                    }
                ),
        ];

    private static List<string> Merge(IEnumerable<HarmonyEvent> events) =>
        MergeText(
            events
                .Where(e => e is not Recovered)
                .Select(e =>
                    e switch
                    {
                        MessageStart => "start",
                        MessageEnd => "end",
                        ContentDelta delta => "text " + delta.Text,
                        HeaderComplete { Header: var h } =>
                            $"header {RoleText.Of(h.Author.Role)} {h.Channel} {h.Recipient}",
                        _ => throw new FormatException($"unknown event {e}"),
                    }
                )
        );

    private static List<string> MergeText(IEnumerable<string> events)
    {
        var merged = new List<string>();
        foreach (var e in events)
        {
            if (e.StartsWith("text ", StringComparison.Ordinal) && merged is [.., ['t', 'e', 'x', 't', ' ', ..]])
            {
                merged[^1] += e["text ".Length..];
            }
            else
            {
                merged.Add(e);
            }
        }
        return merged;
    }
}
