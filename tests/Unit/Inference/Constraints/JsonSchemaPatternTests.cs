using System.Text.Json;
using GptOssDev.Grammar;
using GptOssDev.Grammar.Json;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

public sealed class JsonSchemaPatternTests
{
    private const string Person = """
        {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"},"c":{"type":"null"}},"required":["b"]}
        """;

    private const string Tree = """
        {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{
        "v":{"type":"integer"},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},"required":["v"]}}}
        """;

    [Theory]
    [InlineData("""{"type":"boolean"}""", "true", "false", "!null", "!True", "!true ")]
    [InlineData("""{"type":["boolean","null"]}""", "true", "null", "!1")]
    [InlineData("""{"type":"boolean","nullable":true,"title":"t","default":1}""", "null", "false")]
    [InlineData("""{"enum":["a","b\n",1,null]}""", "\"a\"", "\"b\\n\"", "1", "null", "!\"b\"", "!2")]
    [InlineData("""{"type":"integer","enum":["a",1,1.5]}""", "1", "!\"a\"", "!1.5")]
    [InlineData("""{"const":"é\"\\"}""", "\"é\\\"\\\\\"", "!\"é\"")]
    [InlineData(
        """{"type":"string"}""",
        "\"\"",
        "\"a\\u00e9\\n€😀/\\/\"",
        "!\"\n\"",
        "!\"\\ud800\"",
        "!\"\\x\"",
        "!\"a"
    )]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"a😀\"", "\"\\u0041bc\"", "!\"a\"", "!\"abcd\"")]
    [InlineData("""{"type":"string","pattern":"^[a-c\"]{2}$"}""", "\"a\\\"\"", "!\"ad\"", "!\"a\"")]
    [InlineData("""{"type":"integer"}""", "0", "-7", "120", "!01", "!-0", "!1.0", "!+1", "!1234567890123456")]
    [InlineData("""{"type":"integer","minimum":-3,"maximum":12}""", "-3", "0", "9", "10", "12", "!-4", "!13", "!-0")]
    [InlineData("""{"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":101}""", "1", "100", "!0", "!101")]
    [InlineData("""{"type":"number"}""", "0", "-0.5", "1e9", "12.25E-3", "!.5", "!1.", "!00", "!1e")]
    [InlineData("""{"type":"number","minimum":-1,"maximum":2}""", "-1", "-0.99", "1.999", "2.0", "!-1.5", "!2.1")]
    [InlineData("""{"type":"array","items":{"type":"null"}}""", "[]", "[null]", "[null,null,null]", "![,]", "![null,]")]
    [InlineData(
        """{"type":"array","items":{"type":"null"},"minItems":1,"maxItems":2}""",
        "[null]",
        "[null,null]",
        "![]",
        "![null,null,null]"
    )]
    [InlineData("""{"items":{"type":"null"},"maxItems":0}""", "[]", "![null]")]
    [InlineData(
        Person,
        """{"b":true}""",
        """{"a":1,"b":true}""",
        """{"a":1,"b":true,"c":null}""",
        """{"b":true,"c":null}""",
        """!{"b":true,"a":1}""",
        """!{"a":1}""",
        """!{"a":1,"a":1,"b":true}""",
        """!{,"b":true}"""
    )]
    [InlineData(
        """{"properties":{"a":{"type":"null"},"b":{"type":"null"}},"additionalProperties":false}""",
        "{}",
        """{"a":null}""",
        """{"b":null}""",
        """{"a":null,"b":null}""",
        """!{"a":null,}"""
    )]
    [InlineData(
        """{"anyOf":[{"type":"integer","maximum":5},{"type":"integer","minimum":3},{"type":"string","maxLength":1}]}""",
        "-9",
        "4",
        "77",
        "\"a\"",
        "!\"ab\""
    )]
    [InlineData(
        """
            {"oneOf":[{"properties":{"k":{"const":"x"},"v":{"type":"null"}},"required":["k"]},
            {"properties":{"k":{"const":"y"}},"required":["k"]},{"type":"string","maxLength":0}]}
            """,
        """{"k":"x","v":null}""",
        """{"k":"y"}""",
        "\"\"",
        """!{"k":"y","v":null}"""
    )]
    [InlineData(
        Tree,
        """{"v":1}""",
        """{"v":1,"next":{"v":2,"next":null}}""",
        """{"v":1,"next":{"v":2,"next":{"v":3}}}""",
        """!{"v":1,"next":1}"""
    )]
    public void Texts_are_accepted_exactly_when_the_schema_allows_them(string schema, params string[] texts)
    {
        var grammar = Texts.Grammar(PatternOf(schema, JsonLayout.Compact));

        foreach (var text in texts)
        {
            var refused = text.StartsWith('!');
            Assert.True(Texts.Accepts(grammar, refused ? text[1..] : text) != refused, text);
        }
    }

    [Theory]
    [InlineData("{ \"a\": 1, \"b\": true }", true)]
    [InlineData("{\n  \"a\": 1,\n  \"b\": true\n}", true)]
    [InlineData("{\"a\":1,\"b\":true}", true)]
    [InlineData("{  \"a\":1,\"b\":true}", false)]
    [InlineData("{\n\n\"a\":1,\"b\":true}", false)]
    [InlineData("{\"a\" :1,\"b\":true}", false)]
    [InlineData(" {\"a\":1,\"b\":true}", false)]
    public void Blanks_of_the_spaced_layout_are_bounded(string text, bool accepted)
    {
        Assert.Equal(accepted, Texts.Accepts(Texts.Grammar(PatternOf(Person, JsonLayout.Spaced)), text));
    }

    [Fact]
    public void Integer_ranges_hold_exactly_their_numbers()
    {
        var random = new Random(3);
        for (var i = 0; i < 100; i++)
        {
            var low = random.Next(-1200, 1200);
            var high = low + random.Next(0, 1500);
            var grammar = Texts.Grammar(JsonNumbers.Integers(low, high));
            foreach (
                var number in new[]
                {
                    low - 1,
                    low,
                    low + 1,
                    high - 1,
                    high,
                    high + 1,
                    0,
                    9,
                    10,
                    random.Next(-2000, 2000),
                }
            )
            {
                Assert.True(
                    Texts.Accepts(grammar, $"{number}") == (number >= low && number <= high),
                    $"{number} in {low}..{high}"
                );
            }
        }
    }

    [Fact]
    public void Recursion_is_cut_where_references_nest_too_deep()
    {
        var grammar = Texts.Grammar(PatternOf(Tree, JsonLayout.Compact));

        Assert.True(Texts.Accepts(grammar, Nested(JsonSchemaPattern.MaxReferences - 1)));
        Assert.False(Texts.Accepts(grammar, Nested(JsonSchemaPattern.MaxReferences)));

        static string Nested(int levels) =>
            string.Concat(Enumerable.Repeat("{\"v\":1,\"next\":", levels)) + "{\"v\":1}" + new string('}', levels);
    }

    [Theory]
    [InlineData("true", "#", "any value")]
    [InlineData("{}", "#", "no type")]
    [InlineData("""{"type":"any"}""", "#", "\"any\"")]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"string","format":"date"}}}""",
        "#/properties/a",
        "format"
    )]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":true}""", "#", "additionalProperties")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"}},"required":["b"]}""", "#", "\"b\"")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"},"a":{"type":"null"}}}""", "#", "twice")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "#", "patternProperties")]
    [InlineData("""{"type":"array"}""", "#", "items")]
    [InlineData("""{"type":"array","items":{"type":"null"},"uniqueItems":true}""", "#", "uniqueItems")]
    [InlineData("""{"type":"array","items":{"type":"null"},"minItems":3,"maxItems":2}""", "#", "above")]
    [InlineData("""{"type":"array","items":{"type":"null"},"maxItems":1.5}""", "#", "maxItems")]
    [InlineData("""{"type":"array","items":{"enum":[[1]]}}""", "#/items", "array")]
    [InlineData("""{"type":"string","pattern":"a"}""", "#", "begin it with ^")]
    [InlineData("""{"type":"string","pattern":"^(?=a)$"}""", "#", "option")]
    [InlineData("""{"type":"string","pattern":"^a$","maxLength":3}""", "#", "length")]
    [InlineData("""{"type":"number","multipleOf":2}""", "#", "multipleOf")]
    [InlineData("""{"type":"number","minimum":0.5}""", "#", "integers")]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", "#", "exclusive")]
    [InlineData("""{"allOf":[{"type":"null"}]}""", "#", "no type")]
    [InlineData("""{"anyOf":[{"type":"null"}],"type":"null"}""", "#", "\"type\"")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "#", "oneOf")]
    [InlineData("""{"oneOf":[{"const":1},{"enum":[2,1.0]}]}""", "#", "oneOf")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "#", "not there")]
    [InlineData("""{"$ref":"http://example.com/s"}""", "#", "same schema")]
    public void Schema_outside_of_the_subset_is_refused_with_its_place(string schema, string place, string word)
    {
        var failure = Assert.Throws<GrammarException>(() => PatternOf(schema, JsonLayout.Compact));
        Assert.StartsWith($"the schema at {place} ", failure.Message);
        Assert.Contains(word, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""")]
    [InlineData("""{"type":"integer","minimum":2,"maximum":1}""")]
    [InlineData("""{"enum":[]}""")]
    public void Schema_that_nothing_can_meet_is_refused(string schema)
    {
        var failure = Assert.Throws<GrammarException>(() => Texts.Grammar(PatternOf(schema, JsonLayout.Compact)));
    }

    private static GptOssDev.Grammar.Patterns.Pattern PatternOf(string schema, JsonLayout layout)
    {
        using var document = JsonDocument.Parse(schema);
        return JsonSchemaPattern.Of(document.RootElement, layout);
    }
}
