using System.Text.Json;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Rendering;
using GptOssDev.Harmony.Tools;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

public sealed class RenderVectorTests
{
    public static TheoryData<string> Files => VectorFolder.Rows("render");

    [Theory]
    [MemberData(nameof(Files))]
    public void Conversation_rendered_equals_text_and_tokens(string file)
    {
        var vector = VectorFolder.Read(file);
        var input = vector.GetProperty("input");
        var expect = vector.GetProperty("expect");
        var tokenizer = O200kHarmonyTokenizer.Instance;

        var conversation = new Conversation([.. input.Items("messages").Select(Read)]);
        var options = Options(input.GetProperty("options"));
        var renderer = new HarmonyRenderer(tokenizer);
        if (expect.Text("error_contains") is not null)
        {
            // The wording of a refusal is ours, that it is refused is the format's.
            Assert.Throws<HarmonyException>(() => renderer.Render(conversation, options));
            return;
        }
        var rendered = renderer.Render(conversation, options);

        if (expect.Text("text_file") is { } textFile)
        {
            var text = VectorFolder.ReadBeside(file, textFile).TrimEnd();
            Assert.Equal(text, tokenizer.Decode(rendered.Tokens));
        }
        if (expect.Get("tokens") is not null)
        {
            Assert.Equal(expect.Ids("tokens"), rendered.Tokens);
        }
    }

    [Fact]
    public void Built_in_tools_equal_the_format_constants()
    {
        if (VectorFolder.Root is null || !File.Exists(Path.Combine(VectorFolder.Root, "builtin-tools.json")))
        {
            Assert.Skip("no builtin-tools.json beside the vectors");
        }
        foreach (var expected in VectorFolder.Read("builtin-tools.json").Items("namespaces"))
        {
            var ours = BuiltInTools.Find(expected.Text("name")!);
            Assert.NotNull(ours);
            Assert.Equal(expected.Text("description"), ours.Description);
            var tools = expected.Items("tools").ToList();
            Assert.Equal(tools.Select(tool => tool.Text("name")), ours.Tools.Select(tool => tool.Name));
            foreach (var (want, tool) in tools.Zip(ours.Tools))
            {
                Assert.Equal(want.Text("description"), tool.Description);
                Assert.Equal(CompactJson.Of(want.GetProperty("parameters")), CompactJson.Of(tool.Parameters!.Value));
            }
        }
    }

    private static RenderOptions Options(JsonElement options) =>
        new()
        {
            Mode = options.Text("mode") switch
            {
                "conversation" => RenderMode.Conversation,
                "for_training" => RenderMode.Training,
                "for_completion" => RenderMode.Completion,
                var other => throw new FormatException($"unknown mode {other}"),
            },
            Analysis = options.Flag("drop_analysis_after_final")
                ? AnalysisPolicy.DropBeforeFirstFinal
                : AnalysisPolicy.Keep,
            NextRole = VectorData.RoleOf(options.Text("next_role") ?? "assistant"),
        };

    private static Message Read(JsonElement message) =>
        new()
        {
            Author = new Author(VectorData.RoleOf(message.Text("role")!), message.Text("name")),
            Channel = message.Text("channel"),
            Recipient = message.Text("recipient"),
            ContentType = message.Text("content_type"),
            Content =
                message.Get("system") is { } system ? System(system)
                : message.Get("developer") is { } developer ? Developer(developer)
                : new TextContent(message.Text("text") ?? ""),
        };

    private static SystemContent System(JsonElement system) =>
        new()
        {
            ModelIdentity = system.Text("model_identity"),
            KnowledgeCutoff = system.Text("knowledge_cutoff"),
            CurrentDate = system.Text("current_date"),
            Effort = system.Text("reasoning_effort") is { } effort ? Enum.Parse<ReasoningEffort>(effort, true) : null,
            ValidChannels = [.. system.Items("valid_channels").Select(channel => channel.GetString()!)],
            ChannelRequired = system.Flag("channel_required"),
            BuiltInTools = [.. system.Items("builtin_tools").Select(name => BuiltInTools.Find(name.GetString()!)!)],
        };

    private static DeveloperContent Developer(JsonElement developer) =>
        new()
        {
            Instructions = developer.Text("instructions"),
            Functions =
            [
                .. developer
                    .Items("function_tools")
                    .Select(tool => new ToolDescription(
                        tool.Text("name")!,
                        tool.Text("description") ?? "",
                        tool.Get("parameters")
                    )),
            ],
        };
}
