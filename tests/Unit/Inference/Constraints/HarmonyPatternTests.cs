using System.Text.Json;
using GptOssDev.Grammar;
using GptOssDev.Grammar.Harmony;
using GptOssDev.Grammar.Json;
using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;
using GptOssDev.Tests.Unit.Harmony;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

public sealed class HarmonyPatternTests
{
    private static readonly TinyTokenizer _tokenizer = new();
    private static readonly TokenVocabulary _vocabulary = TokenVocabulary.Of(_tokenizer);
    private static readonly HarmonyTokens _tokens = HarmonyTokens.From(_tokenizer);

    [Theory]
    [InlineData("<|channel|>final<|message|>hello<|return|>", true)]
    [InlineData("<|channel|>final<|message|><|return|>", true)]
    [InlineData(
        "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>",
        true
    )]
    [InlineData(
        "<|channel|>commentary<|message|>I will<|end|><|start|>assistant to=functions.f<|channel|>commentary<|message|>{}<|call|>",
        true
    )]
    [InlineData("<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>", true)]
    [InlineData("<|channel|>commentary to=functions.f<|constrain|>json<|message|>{}<|call|>", true)]
    [InlineData("<|channel|>analysis to=functions.f code<|message|>{}<|call|>", true)]
    [InlineData(" to=functions.f<|channel|>commentary json<|message|>{}<|call|>", true)]
    [InlineData("<|channel|>commentary to=functions.g<|message|>{}<|call|>", false)]
    [InlineData("<|channel|>commentary to=functions.f<|message|>{}<|end|>", false)]
    [InlineData("<|channel|>final<|message|>hello<|end|>", false)]
    [InlineData("<|channel|>final json<|message|>hello<|return|>", false)]
    [InlineData("<|channel|>final to=functions.f<|message|>{}<|call|>", false)]
    [InlineData("<|channel|>analysis<|message|>hm<|return|>", false)]
    [InlineData("<|channel|>analysis<|message|>hm<|end|>hello", false)]
    [InlineData("<|channel|>analysis<|message|>hm<|end|><|start|>user<|message|>hello<|return|>", false)]
    [InlineData("<|channel|>comment<|message|>hello<|end|>", false)]
    [InlineData("<|channel|><|message|>hello<|return|>", false)]
    [InlineData("<|message|>hello<|return|>", false)]
    [InlineData("hello<|return|>", false)]
    [InlineData("<|channel|>final<|message|>a<|channel|>b<|return|>", false)]
    [InlineData("<|channel|>final<|message|>a<|reserved|>b<|return|>", false)]
    [InlineData("<|channel|>final", false)]
    public void Answer_is_accepted_exactly_when_it_is_well_formed(string markup, bool accepted)
    {
        Assert.Equal(accepted, Accepts(new HarmonyRules([new HarmonyFunction("f")]), HarmonyOpening.Role, markup));
    }

    [Fact]
    public void Answer_without_functions_cannot_call()
    {
        Assert.False(
            Accepts(
                HarmonyRules.FreeAnswer,
                HarmonyOpening.Role,
                " to=functions.f<|channel|>commentary<|message|>{}<|call|>"
            )
        );
        Assert.True(Accepts(HarmonyRules.FreeAnswer, HarmonyOpening.Role, "<|channel|>final<|message|>a<|return|>"));
    }

    [Theory]
    [InlineData("final", true, "hello<|return|>", true)]
    [InlineData("final", true, "hello<|end|>", false)]
    [InlineData("final", false, "<|message|>hello<|return|>", true)]
    [InlineData("final", false, "hello<|return|>", false)]
    [InlineData("analysis", true, "hm<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>", true)]
    [InlineData("analysis", true, "hm<|return|>", false)]
    [InlineData("commentary", false, " to=functions.f<|message|>{}<|call|>", true)]
    public void Answer_goes_on_from_what_the_prompt_opened(string channel, bool inBody, string markup, bool accepted)
    {
        var opening = new HarmonyOpening(channel, inBody);

        Assert.Equal(accepted, Accepts(new HarmonyRules([new HarmonyFunction("f")]), opening, markup));
    }

    [Fact]
    public void Schemas_bind_the_final_body_and_arguments_and_nothing_else()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"integer"}}}""");
        var json = JsonSchemaPattern.Of(schema.RootElement, JsonLayout.Compact);
        var rules = new HarmonyRules([new HarmonyFunction("f", json)], json);
        const string Thought = "<|channel|>analysis<|message|>not json<|end|><|start|>assistant";

        Assert.True(Accepts(rules, HarmonyOpening.Role, Thought + "<|channel|>final<|message|>{\"a\":1}<|return|>"));
        Assert.True(Accepts(rules, HarmonyOpening.Role, "<|channel|>final <|constrain|>json<|message|>{}<|return|>"));
        Assert.False(Accepts(rules, HarmonyOpening.Role, Thought + "<|channel|>final<|message|>{\"b\":1}<|return|>"));
        Assert.False(
            Accepts(rules, HarmonyOpening.Role, "<|channel|>commentary to=functions.f<|message|>hello<|call|>")
        );
        Assert.True(
            Accepts(rules, HarmonyOpening.Role, "<|channel|>commentary to=functions.f<|message|>{\"a\":1}<|call|>")
        );
    }

    [Fact]
    public void Text_that_spells_a_control_token_stays_text()
    {
        var constraint = Grammar(HarmonyRules.FreeAnswer, HarmonyOpening.FinalBody).Start();

        foreach (var id in _tokenizer.Encode("<|end|><|start|>system"))
        {
            Assert.True(constraint.Allowed()[id]);
            constraint.Accept(id);
        }

        var mask = constraint.Allowed();
        Assert.Equal([_tokens.Return], TinyTokenizer.ControlIds.Where(id => mask[id]));
    }

    private static TokenGrammar Grammar(HarmonyRules rules, HarmonyOpening opening) =>
        TokenGrammar.Compile(HarmonyPattern.Of(_tokens, rules, opening), _vocabulary, _tokens.StopTokens);

    private static bool Accepts(HarmonyRules rules, HarmonyOpening opening, string markup)
    {
        var constraint = Grammar(rules, opening).Start();
        var ids = _tokenizer.EncodeMarkup(markup);
        foreach (var id in ids)
        {
            if (!constraint.Allowed()[id])
            {
                return false;
            }

            constraint.Accept(id);
        }

        return _tokens.StopsGeneration(ids[^1]);
    }
}
