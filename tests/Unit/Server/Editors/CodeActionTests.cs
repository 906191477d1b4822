using System.Text.Json.Nodes;
using Xunit;

namespace GptOssDev.Tests.Unit.Server.Editors;

/// <summary>The menu that an editor shows for a selection.</summary>
public sealed class CodeActionTests
{
    private const string Code = "class A\n{\n    public int One()\n    {\n        return 1;\n    }\n}\n";
    private const string Presents = """{"presentsResults":true}""";
    private const string Resolves =
        """{"textDocument":{"codeAction":{"resolveSupport":{"properties":["edit"]}}},"workspace":{"workspaceEdit":{"documentChanges":true}}}""";

    [Fact]
    public async Task Selection_offers_what_its_syntax_suggests_and_asks_no_model()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code, Presents);

        var actions = await ActionsAsync(world, Range(4, 8, 4, 8));

        Assert.Equal(
            ["Use an expression body with gptoss", "Write its documentation with gptoss", "Refactor with gptoss…"],
            Titles(actions)
        );
        var command = actions[0]!["command"]!;
        Assert.Equal("gptoss.server.refactor", command["command"]!.GetValue<string>());
        var argument = command["arguments"]![0]!;
        Assert.Equal(
            (world.Uri("A.cs"), 1, "expression-body"),
            (
                argument["uri"]!.GetValue<string>(),
                argument["version"]!.GetValue<int>(),
                argument["action"]!.GetValue<string>()
            )
        );
        var status = await world.RequestAsync("gptoss/status", "{}");
        Assert.Equal("unloaded", status!["model"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Editor_that_resolves_edits_gets_data_and_no_command()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code, "{}", Resolves);

        var first = (await ActionsAsync(world, Range(4, 8, 4, 8)))[0]!;

        Assert.Null(first["command"]);
        Assert.Null(first["edit"]);
        Assert.Equal("expression-body", first["data"]!["action"]!.GetValue<string>());
    }

    [Fact]
    public async Task Diagnostic_of_the_compiler_offers_a_fix_and_an_explanation_and_others_nothing()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code, Presents);
        var range = Range(4, 8, 4, 14);

        var actions = await ActionsAsync(
            world,
            range,
            $$"""
            ,"diagnostics":[
              {"range":{{range}},"message":"The name 'x' does not exist","code":"CS0103","severity":1,"source":"csharp"},
              {"range":{{range}},"message":"The name 'x' does not exist","code":"CS0103","severity":1,"source":"other"},
              {"range":{{range}},"message":"line too long","code":"IDE0055","severity":3},
              {"range":{{range}},"message":"no code"},
              {"range":{{range}},"message":"a number","code":7}],
             "only":["quickfix"],"triggerKind":2
            """
        );

        Assert.Equal(["Fix CS0103 with gptoss", "Explain CS0103 with gptoss"], Titles(actions));
        Assert.Equal("CS0103", actions[0]!["diagnostics"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("gptoss.server.explain", actions[1]!["command"]!["command"]!.GetValue<string>());
    }

    [Fact]
    public async Task Opened_menu_shows_the_compilers_own_errors()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync("class A\n{\n    int One() => 1\n}\n", Presents);

        var actions = await ActionsAsync(world, Range(2, 4, 2, 4), ""","only":["quickfix"],"triggerKind":1""");

        Assert.Equal(["Fix CS1002 with gptoss", "Explain CS1002 with gptoss"], Titles(actions));
    }

    [Theory]
    [InlineData("\"refactor\"", true)]
    [InlineData("\"refactor.rewrite\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("\"refactor.extract\"", false)]
    [InlineData("\"source.fixAll\"", false)]
    public async Task Only_chooses_kinds_with_those_below(string only, bool isOffered)
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code, Presents);

        var actions = await ActionsAsync(world, Range(4, 8, 4, 8), $$""","only":[{{only}}],"triggerKind":2""");

        Assert.Equal(isOffered, actions.Count > 0);
    }

    [Theory]
    [InlineData(99, 0, 99, 0)]
    [InlineData(4, 500, 4, 900)]
    [InlineData(5, 0, 2, 0)]
    public async Task Range_outside_the_document_offers_nothing_that_is_not_there(
        int line,
        int from,
        int endLine,
        int to
    )
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code, Presents);

        var actions = await ActionsAsync(world, Range(line, from, endLine, to));

        Assert.Contains("Refactor with gptoss…", Titles(actions));
        Assert.Equal(line == 4, Titles(actions).Contains("Use an expression body with gptoss"));
    }

    [Theory]
    [InlineData("untitled:Untitled-1")]
    [InlineData("file:///nowhere/at/all.cs")]
    public async Task Document_that_is_no_file_here_offers_nothing(string uri)
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code, Presents);

        var actions = await world.RequestAsync(
            "textDocument/codeAction",
            $$$"""{"textDocument":{"uri":"{{{uri}}}"},"range":{{{Range(0, 0, 0, 0)}}},"context":{"diagnostics":[]} }"""
        );

        Assert.Empty(actions!.AsArray());
    }

    [Fact]
    public async Task Huge_document_offers_the_free_instruction_alone()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync(Code + new string('\n', 1_000_001), Presents);

        Assert.Equal(
            ["Refactor with gptoss…"],
            Titles(await ActionsAsync(world, Range(4, 8, 4, 8), ""","triggerKind":2"""))
        );
    }

    internal static string Range(int line, int from, int endLine, int to) =>
        $$"""{"start":{"line":{{line}},"character":{{from}}},"end":{"line":{{endLine}},"character":{{to}} } }""";

    private static async Task<JsonArray> ActionsAsync(EditorWorld world, string range, string context = "")
    {
        var diagnostics = context.Contains("\"diagnostics\"", StringComparison.Ordinal) ? "" : ",\"diagnostics\":[]";
        var result = await world.RequestAsync(
            "textDocument/codeAction",
            $$$"""{"textDocument":{"uri":"{{{world.Uri("A.cs")}}}"},"range":{{{range}}},"context":{"x":0{{{diagnostics}}}{{{context}}} } }"""
        );
        return result!.AsArray();
    }

    private static IEnumerable<string> Titles(JsonArray actions) =>
        actions.Select(a => a!["title"]!.GetValue<string>());
}
