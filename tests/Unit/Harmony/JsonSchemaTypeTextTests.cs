using System.Text.Json;
using GptOssDev.Harmony.Rendering;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony;

public sealed class JsonSchemaTypeTextTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "string")]
    [InlineData("""{"type":"integer"}""", "number")]
    [InlineData("""{"type":"boolean"}""", "boolean")]
    [InlineData("""{"type":"string","enum":["a",1,"b"]}""", "\"a\" | \"b\"")]
    [InlineData("""{"enum":["a"]}""", "any")]
    [InlineData("""{"type":["integer","null"]}""", "number | null")]
    [InlineData("""{"type":"array","items":{"type":"string","enum":["x","y"]}}""", "\"x\" | \"y\"[]")]
    [InlineData("""{"type":"array"}""", "Array<any>")]
    [InlineData("""{"anyOf":[{"type":"string"}]}""", "any")]
    [InlineData("true", "any")]
    [InlineData("[]", "any")]
    [InlineData("""{"type":"object"}""", "{\n}")]
    public void Schema_gives_its_type(string schema, string expected)
    {
        Assert.Equal(expected, Of(schema));
    }

    [Fact]
    public void Properties_keep_their_order_and_carry_their_comments()
    {
        var schema = """
            {"type":"object","required":["path"],"properties":{
              "path":{"type":"string","title":"Path","description":"Where","examples":["a.cs",5]},
              "mode":{"type":"string","enum":["r","w"],"default":"r"},
              "tag":{"type":"string","nullable":true,"default":"x"},
              "limits":{"type":"array","default":[1, {"é": "\"q\""}]}
            }}
            """;
        var expected = """
            {
            // Path
            //
            // Where
            // Examples:
            // - "a.cs"
            path: string,
            mode?: "r" | "w", // default: r
            tag?: string | null, // default: "x"
            limits?: Array<any>, // default: [1,{"é":"\"q\""}]
            }
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Of(schema));
    }

    [Fact]
    public void Variants_are_listed_with_their_comments()
    {
        var schema = """
            {"type":"object","properties":{
              "a":{"oneOf":[{"type":"string","description":"same"},{"type":"number","description":"n","default":2}],"description":"same"},
              "b":{"oneOf":[{"type":"string","enum":["x"],"default":"x"},{"type":"object","properties":{"k":{"type":"string"}}}],"description":"above","default":"x"}
            }}
            """;
        var expected = """
            {
            a?:
             | string
             | number // n default: 2
            ,
            // above
            // default: "x"
            b?:
             | "x" // default: x
             | {
               k?: string,
               }
            ,
            }
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Of(schema));
    }

    [Fact]
    public void Variants_outside_a_property_stand_on_lines_of_their_own()
    {
        var schema =
            """{"type":"array","items":{"oneOf":[{"type":"string","default":"d"},{"type":"number","description":"n"}]}}""";
        Assert.Equal("\n | string // default: \"d\"\n | number // n[]", Of(schema));
    }

    private static string Of(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return JsonSchemaTypeText.Of(document.RootElement);
    }
}
