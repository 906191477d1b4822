using System.Text.Json.Nodes;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Server.Editors;

/// <summary><c>gptoss/verifyEdit</c>: edits of other agents. In an untrusted folder syntax is what the compiler can judge.</summary>
public sealed class VerifyEditTests
{
    private const string Code = "class A\n{\n    int One() => 1;\n    int Two() => 2;\n}\n";

    [Theory]
    [InlineData("\"newText\":\"class A;\"", "inconclusive")]
    [InlineData("\"newText\":\"class A\"", "rejected")]
    [InlineData("\"delete\":true", "inconclusive")]
    public async Task Whole_text_and_removal_are_judged_from_syntax(string edit, string verdict)
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code);

        var result = await VerifyAsync(world, $$"""{"uri":"{{world.Uri("A.cs")}}",{{edit}}}""");

        Assert.Equal(verdict, result["verdict"]!.GetValue<string>());
        Assert.NotEmpty(result["reasons"]!.AsArray());
        Assert.Equal(0, result["evidence"]!["attempts"]!.GetValue<int>());
        Assert.Equal(Code, await File.ReadAllTextAsync(Path.Join(world.Root, "A.cs")));
    }

    [Fact]
    public async Task Ranges_speak_of_the_editors_text_and_are_applied_together()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code);
        await world.NotifyAsync(
            "textDocument/didChange",
            $$"""{"textDocument":{"uri":"{{world.Uri("A.cs")}}","version":2},"contentChanges":[{"range":{{CodeActionTests.Range(0, 0, 0, 0)}},"text":"// new\n"}]}"""
        );
        var file = $"\"path\":{EditorWorld.Json(Path.Join(world.Root, "A.cs"))}";

        var result = await VerifyAsync(
            world,
            $$"""{{{file}},"range":{{CodeActionTests.Range(4, 17, 4, 18)}},"text":"3"}""",
            $$"""{{{file}},"range":{{CodeActionTests.Range(3, 17, 3, 19)}},"text":"7"}"""
        );

        // Of the line that the change moved down, the semicolon is gone; the other edit is good.
        var added = Assert.Single(result["evidence"]!["diagnosticsAdded"]!.AsArray())!;
        Assert.Equal(
            ("rejected", "CS1002", 4),
            (result["verdict"]!.GetValue<string>(), added["id"]!.GetValue<string>(), added["line"]!.GetValue<int>())
        );
    }

    [Fact]
    public async Task Language_without_a_compiler_is_inconclusive()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code);
        await File.WriteAllTextAsync(Path.Join(world.Root, "a.py"), "print(1)\n");

        var result = await VerifyAsync(world, $$"""{"uri":"{{world.Uri("a.py")}}","newText":"print(2)"}""");

        Assert.Equal("inconclusive", result["verdict"]!.GetValue<string>());
        Assert.Contains(
            "is no C#",
            Assert.Single(result["reasons"]!.AsArray())!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Bad_edits_are_told_and_the_session_goes_on()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code);
        var file = $"\"uri\":\"{world.Uri("A.cs")}\"";
        var one = $"\"range\":{CodeActionTests.Range(0, 0, 0, 3)},\"text\":\"x\"";
        (string Edits, int Code)[] cases =
        [
            ("", ErrorCodes.BadInput),
            ("{}", ErrorCodes.InvalidParams),
            ("{\"path\":\"relative.cs\",\"newText\":\"\"}", ErrorCodes.InvalidParams),
            ("{\"uri\":\"untitled:1\",\"newText\":\"\"}", ErrorCodes.InvalidParams),
            ($$"""{{{file}},"path":"/a.cs","newText":""}""", ErrorCodes.InvalidParams),
            ($$"""{{{file}}}""", ErrorCodes.InvalidParams),
            ($$"""{{{file}},"newText":"","delete":true}""", ErrorCodes.InvalidParams),
            ($$"""{{{file}},"text":"x"}""", ErrorCodes.InvalidParams),
            ($$"""{{{file}},"version":7,"newText":""}""", ErrorCodes.ContentModified),
            ($$"""{{{file}},"range":{{CodeActionTests.Range(90, 0, 90, 0)}},"text":"x"}""", ErrorCodes.BadInput),
            ($$"""{{{file}},"range":{{CodeActionTests.Range(2, 0, 1, 0)}},"text":"x"}""", ErrorCodes.BadInput),
            ($$"""{{{file}},{{one}}},{{{file}},{{one}}}""", ErrorCodes.BadInput),
            ($$"""{{{file}},{{one}}},{{{file}},"newText":""}""", ErrorCodes.BadInput),
            (string.Join(',', Enumerable.Repeat($$"""{{{file}},"newText":""}""", 201)), ErrorCodes.BadInput),
        ];
        foreach (var (edits, code) in cases)
        {
            var (actual, message) = await world.FailAsync("gptoss/verifyEdit", $$"""{"edits":[{{edits}}]}""");
            Assert.True(code == actual, $"{edits}: {actual} {message}");
            Assert.DoesNotContain('\n', message);
        }
        Assert.NotNull(await VerifyAsync(world, $$"""{{{file}},{{one}}}"""));
    }

    private static async Task<JsonNode> VerifyAsync(EditorWorld world, params string[] edits) =>
        (await world.RequestAsync("gptoss/verifyEdit", $$"""{"edits":[{{string.Join(',', edits)}}]}"""))!;
}
