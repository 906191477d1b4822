using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Recovery;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony;

/// <summary>Malformed outputs as they are met in the wild, each with what becomes of it.</summary>
public sealed class RecoveryTests
{
    private const string Analysis = "<|channel|>analysis<|message|>Hm.<|end|>";
    private const string Call = "<|message|>{\"a\":1}<|call|>";

    private static readonly string[] _tools = ["f", "shell", "get_weather"];

    private readonly TinyTokenizer _tokenizer = new();

    public static TheoryData<string, string, string, string, string?> Rows =>
        new()
        {
            // output, reasoning, content, calls, repair
            { "<|channel|>final<|message|>4<|return|>", "", "4", "", null },
            { Analysis + "<|start|>assistant<|channel|>final<|message|>4<|return|>", "Hm.", "4", "", null },
            { "<|channel|>commentary to=functions.f <|constrain|>json" + Call, "", "", "f", null },
            { " to=functions.f<|channel|>commentary <|constrain|>json" + Call, "", "", "f", null },
            { " to=functions.f<|channel|>analysis<|constrain|>json" + Call, "", "", "f", null },
            { "<|channel|>analysis to=functions.f code" + Call, "", "", "f", null },
            // a recipient "assistant" glued before the real channel
            {
                "<|channel|>commentary to=assistant<|channel|>analysis<|message|>Hm.<|end|>",
                "Hm.",
                "",
                "",
                "RepeatedChannel"
            },
            { "commentary to=assistant<|channel|>final<|message|>4<|return|>", "", "4", "", "RecipientRepaired" },
            // the channel repeated behind the recipient
            { "<|channel|>commentary to=functions.f<|channel|>commentary" + Call, "", "", "f", "RepeatedChannel" },
            // garbage behind the channel token, then a good message, or none
            { "<|channel|>??<|end|><|start|>assistant" + Analysis, "Hm.", "", "", "HeaderDropped" },
            {
                "<|channel|>let me see<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>",
                "",
                "4",
                "",
                "HeaderDropped"
            },
            { "<|channel|>let me see<|return|>", "", "let me see", "", "BodyWithoutMessageToken" },
            { "<|channel|>commentary?commentary?<|start|>assistant" + Analysis, "Hm.", "", "", "HeaderRestarted" },
            // no message token
            { "<|channel|>final__TEXT__<|return|>", "", "__TEXT__", "", "BodyWithoutMessageToken" },
            { "<|channel|>final Sorry, no.<|return|>", "", "Sorry, no.", "", "BodyWithoutMessageToken" },
            {
                "<|channel|>analysisWe look.<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>",
                "We look.",
                "4",
                "",
                "BodyWithoutMessageToken"
            },
            {
                "<|channel|>final Sorry<|start|>assistant<|channel|>final<|message|>4<|return|>",
                "",
                "Sorry4",
                "",
                "BodyWithoutMessageToken"
            },
            { "<|channel|>commentary to=functions.f json{\"a\":1}<|call|>", "", "", "f", "BodyWithoutMessageToken" },
            {
                "<|channel|>commentary to=functions.f <|constrain|>json{\"a\":1}<|call|>",
                "",
                "",
                "f",
                "BodyWithoutMessageToken"
            },
            { "<|channel|>final", "", "", "", "HeaderDropped" },
            // no markup at all
            { "The answer is 4.", "", "The answer is 4.", "", "BareText" },
            { "I must refuse<|end|>", "", "I must refuse", "", "BareText" },
            // a missing start token, or text between messages
            { Analysis + "<|channel|>final<|message|>4<|return|>", "Hm.", "4", "", "MissingStart" },
            { Analysis + "<|message|>4<|return|>", "Hm.", "4", "", "MissingStart" },
            {
                Analysis + "commentary<|start|>assistant<|channel|>final<|message|>4<|return|>",
                "Hm.",
                "4",
                "",
                "StrayText"
            },
            { Analysis + "assistant<|channel|>final<|message|>4<|return|>", "Hm.", "4", "", "MissingStart" },
            { Analysis + "assistant to=functions.f<|channel|>commentary" + Call, "Hm.", "", "f", "MissingStart" },
            { Analysis + "So it is 4.<|return|>", "Hm.", "So it is 4.", "", "BareText" },
            { "<|channel|>final<|message|>4<|end|>more words<|return|>", "", "4", "", "StrayText" },
            // a missing end token
            {
                "<|channel|>analysis<|message|>Hm.<|start|>assistant<|channel|>final<|message|>4<|return|>",
                "Hm.",
                "4",
                "",
                "MissingEnd"
            },
            { "<|channel|>analysis<|message|>Hm.<|channel|>final<|message|>4<|return|>", "Hm.", "4", "", "MissingEnd" },
            // two stop tokens
            { "<|channel|>final<|message|>4<|end|><|return|>", "", "4", "", "RedundantStop" },
            // a header begun twice
            {
                Analysis + "<|start|><|start|>assistant<|channel|>final<|message|>4<|return|>",
                "Hm.",
                "4",
                "",
                "HeaderRestarted"
            },
            { "<|start|>assistant<|channel|>final<|message|>4<|return|>", "", "4", "", "HeaderRestarted" },
            {
                Analysis + "<|start|>assistantassistant<|channel|>final<|message|>4<|return|>",
                "Hm.",
                "4",
                "",
                "UnknownRole"
            },
            { Analysis + "<|start|>narrator<|channel|>final<|message|>4<|return|>", "Hm.", "4", "", "UnknownRole" },
            { Analysis + "<|start|> to=functions.f<|channel|>commentary" + Call, "Hm.", "", "f", "UnknownRole" },
            // an empty channel
            { "<|channel|><|message|>4<|return|>", "", "4", "", "EmptyChannel" },
            { "<|message|>4<|return|>", "", "4", "", null },
            // a channel's name without its token
            { "analysis<|message|>Hm.<|end|>", "Hm.", "", "", "HeaderWordsSkipped" },
            { Analysis + "<|start|>assistantfinal<|message|>4<|return|>", "Hm.", "4", "", "UnknownRole" },
            { Analysis + "<|start|>assistantanalysis<|message|>Hm.<|end|>", "Hm.Hm.", "", "", "UnknownRole" },
            { Analysis + "final<|message|>4<|return|>", "Hm.", "4", "", "MissingStart" },
            // a type beside the final channel
            { "<|channel|>final json<|message|>{}<|return|>", "", "{}", "", null },
            { "<|channel|>final <|constrain|>json<|message|>{}<|return|>", "", "{}", "", null },
            { "<|channel|>finaljson<|message|>{}<|return|>", "", "{}", "", "ChannelTrimmed" },
            // names as models shorten or glue them
            { "<|channel|>comment to=get_weather" + Call, "", "", "get_weather", "ChannelTrimmed" },
            { "<|channel|>analysis to=get_weather" + Call, "", "", "get_weather", null },
            { "<|channel|>commentary to=functions.shelljson" + Call, "", "", "shell", "RecipientRepaired" },
            { "<|channel|>commentary to= functions.f json" + Call, "", "", "f", null },
            { "<|channel|>commentary functions.f json" + Call, "", "", "f", null },
            { "<|channel|>––commentary to=functions.f" + Call, "", "", "f", "ChannelTrimmed" },
            { "<|channel|>analysis ––commentary to=functions.f json" + Call, "", "", "f", "HeaderWordsSkipped" },
            // tool arguments without a recipient
            { "<|channel|>commentary<|message|>{\"a\":1}<|end|>", "", "{\"a\":1}", "", null },
            // tools that were never offered
            { " to=container.exec<|channel|>commentary" + Call, "", "", "", null },
            { "<|channel|>commentary to=functions.unknown json" + Call, "", "", "", null },
            // markers inside a body
            {
                "<|channel|>final<|message|>a<|constrain|>b<|message|>c<|startoftext|>d<|return|>",
                "",
                "abcd",
                "",
                "ControlTokenSkipped"
            },
            { "<|channel|>final<|message|>4<|endoftext|>", "", "4", "", null },
            // what the model invents for others is nobody's answer
            { "<|channel|>final<|message|>4<|end|><|start|>user<|message|>thanks<|end|>", "", "4", "", null },
            {
                Analysis + "<|start|>functions.f to=assistant<|channel|>commentary<|message|>made up<|end|>",
                "Hm.",
                "",
                "",
                null
            },
        };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Output_is_mended(string output, string reasoning, string content, string calls, string? repair)
    {
        var answer = TokenRun.Answer(_tokenizer.EncodeMarkup(output), _tools, _tokenizer);
        Assert.Equal(reasoning, answer.Reasoning);
        Assert.Equal(content, answer.Content);
        Assert.Equal(calls, string.Join(' ', answer.ToolCalls.Select(call => call.Name)));
        Assert.All(answer.ToolCalls, call => Assert.Null(call.Error));
        if (repair is null)
        {
            Assert.Empty(answer.Repairs);
        }
        else
        {
            Assert.Contains(Enum.Parse<RecoveryKind>(repair), answer.Repairs.Select(r => r.Kind));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Output_as_text_is_mended_alike(string output, string reasoning, string content, string calls, string? _)
    {
        var text = output.Replace("<|startoftext|>", "", StringComparison.Ordinal);
        for (var seed = 0; seed < 10; seed++)
        {
            var answer = TokenRun.Answer(text, _tools, new Random(seed));
            Assert.Equal(reasoning, answer.Reasoning);
            Assert.Equal(content, answer.Content);
            Assert.Equal(calls, string.Join(' ', answer.ToolCalls.Select(call => call.Name)));
        }
    }

    [Fact]
    public void Call_of_a_tool_never_offered_is_reported()
    {
        var ids = _tokenizer.EncodeMarkup(" to=container.exec<|channel|>commentary<|message|>ls<|call|>");
        var answer = TokenRun.Answer(ids, _tools, _tokenizer);
        Assert.Equal(new UnknownCall("container.exec", "ls"), Assert.Single(answer.UnknownCalls));
    }

    [Theory]
    [InlineData("{\"a\":1")]
    [InlineData("")]
    [InlineData("{a:1}")]
    public void Broken_arguments_come_back_raw_with_an_error(string arguments)
    {
        var ids = _tokenizer.EncodeMarkup($"<|channel|>commentary to=functions.f json<|message|>{arguments}<|call|>");
        var call = Assert.Single(TokenRun.Answer(ids, _tools, _tokenizer).ToolCalls);
        Assert.Equal(arguments, call.RawArguments);
        Assert.Null(call.Arguments);
        Assert.Contains("f", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Narrow_blank_and_hyphen_pass_through_a_body_unchanged()
    {
        const string body = "{\"a\":\"x\u202Fy\u2011z\"}";
        var ids = _tokenizer.EncodeMarkup($"<|channel|>commentary\u202Fto=functions.f json<|message|>{body}<|call|>");
        Assert.Equal(body, Assert.Single(TokenRun.Answer(ids, _tools, _tokenizer).ToolCalls).RawArguments);
    }

    [Fact]
    public void Unknown_ids_become_one_replacement_character_and_the_rest_is_read()
    {
        int[] ids =
        [
            .. _tokenizer.EncodeMarkup("<|channel|>final<|message|>a"),
            -1,
            99999,
            .. _tokenizer.EncodeMarkup("b<|return|>"),
        ];
        var answer = TokenRun.Answer(ids, null, _tokenizer);
        Assert.Equal("a\uFFFDb", answer.Content);
        Assert.Equal(RecoveryKind.InvalidToken, Assert.Single(answer.Repairs).Kind);
    }

    [Fact]
    public void Recipient_with_a_marker_spelled_by_ordinary_tokens_is_cut_before_it()
    {
        int[] ids =
        [
            .. _tokenizer.EncodeMarkup("<|channel|>commentary"),
            .. _tokenizer.Encode(" to=functions.f<|channel|>commentary"),
            .. _tokenizer.EncodeMarkup("<|message|>{}<|call|>"),
        ];
        Assert.Equal("f", Assert.Single(TokenRun.Answer(ids, _tools, _tokenizer).ToolCalls).Name);
        var call = Assert.Single(TokenRun.Answer(ids, null, _tokenizer).ToolCalls);
        Assert.Equal("f", call.Name);
    }

    [Fact]
    public void Marker_spelled_by_ordinary_tokens_in_a_body_is_text()
    {
        int[] ids =
        [
            .. _tokenizer.EncodeMarkup("<|channel|>final<|message|>"),
            .. _tokenizer.Encode("write <|end|> here"),
            .. _tokenizer.EncodeMarkup("<|return|>"),
        ];
        Assert.Equal("write <|end|> here", TokenRun.Answer(ids, null, _tokenizer).Content);
    }

    [Fact]
    public void Repaired_message_gives_no_raw_tokens()
    {
        var ids = _tokenizer.EncodeMarkup(
            "<|channel|>commentary to=functions.f<|channel|>commentary<|message|>{}<|call|>"
        );
        Assert.Null(Assert.Single(TokenRun.Answer(ids, _tools, _tokenizer).Messages).RawTokens);
    }

    [Fact]
    public void Unfinished_character_does_not_leak_into_the_next_message()
    {
        int[] ids =
        [
            .. _tokenizer.EncodeMarkup("<|channel|>analysis<|message|>a"),
            0xF0,
            0x9F,
            .. _tokenizer.EncodeMarkup("<|end|><|start|>assistant<|channel|>final<|message|>b<|return|>"),
        ];
        var answer = TokenRun.Answer(ids, null, _tokenizer);
        Assert.Equal("a\uFFFD", answer.Reasoning);
        Assert.Equal("b", answer.Content);
    }

    [Fact]
    public void Deltas_arrive_while_the_message_is_open()
    {
        var parser = new HarmonyParser(_tokenizer);
        var assembler = new AnswerAssembler();
        var deltas = _tokenizer
            .EncodeMarkup("<|channel|>final<|message|>ab")
            .SelectMany(id => parser.Feed(id))
            .Select(assembler.Apply)
            .Where(delta => !delta.IsEmpty)
            .ToList();
        Assert.Equal(["a", "b"], deltas.Select(delta => delta.Content));
        Assert.False(assembler.IsFinalComplete);
    }
}
