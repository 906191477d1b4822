using System.Text.Json.Nodes;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Server.Editors;

/// <summary>What an editor's user chooses: refactoring, explanation, review, with progress, cancellation and bad input.</summary>
public sealed class EditorCommandTests
{
    private const string Code = "class A\r\n{\r\n    public int One()\r\n    {\r\n        return 1;\r\n    }\r\n}\r\n";
    private const string Answer = "```csharp\\npublic int One() => 1;\\n```";
    private const string Presents = """{"presentsResults":true}""";
    private const string Full =
        """{"workspace":{"applyEdit":true,"workspaceEdit":{"documentChanges":true,"changeAnnotationSupport":{}}},"window":{"workDoneProgress":true},"textDocument":{"codeAction":{"resolveSupport":{"properties":["edit"]}}}}""";

    private static readonly string _script =
        $$"""{"rules":[{"job":"refactor","answer":"{{Answer}}"},{"job":"answer","answer":"It returns 1."}]}""";

    [Fact]
    public async Task Refactoring_returns_its_verdict_and_the_smallest_edit()
    {
        await using var world = new EditorWorld(_script);
        await world.OpenAsync(Code, Presents, Full);

        var result = (await ExecuteAsync(world, "refactor", Command(world, "\"instruction\":\"expression body\"")))!;

        // Nobody trusts the folder, so syntax is all the compiler can judge.
        Assert.Equal("inconclusive", result["verdict"]!.GetValue<string>());
        Assert.NotEmpty(result["reasons"]!.AsArray());
        var document = Assert.Single(result["edit"]!["documentChanges"]!.AsArray())!;
        Assert.Equal($$"""{"uri":"{{world.Uri("A.cs")}}","version":1}""", document["textDocument"]!.ToJsonString());
        Assert.Equal(
            Code.Replace("One()\r\n    {\r\n        return 1;\r\n    }", "One() => 1;", StringComparison.Ordinal),
            Applied(Code, document["edits"]!.AsArray())
        );
        Assert.True(result["edit"]!["changeAnnotations"]!["gptoss"]!["needsConfirmation"]!.GetValue<bool>());
        Assert.Contains(
            "-        return 1;",
            result["edits"]![0]!["diff"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Rejected_refactoring_is_a_result_that_can_be_read()
    {
        await using var world = new EditorWorld("""{"rules":[{"answer":"```csharp\npublic int One() => ;\n```"}]}""");
        await world.OpenAsync(Code, Presents);

        var result = (await ExecuteAsync(world, "refactor", Command(world, "\"action\":\"expression-body\"")))!;

        Assert.Equal("rejected", result["verdict"]!.GetValue<string>());
        Assert.Null(result["edit"]);
        Assert.Contains(
            "+    public int One() => ;",
            result["edits"]![0]!["diff"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Equal("CS1525", result["evidence"]!["diagnosticsAdded"]![0]!["id"]!.GetValue<string>());
        Assert.Equal(2, result["evidence"]!["attempts"]!.GetValue<int>());
    }

    [Fact]
    public async Task Editor_that_shows_nothing_itself_gets_the_edit_applied_and_the_verdict_told()
    {
        await using var world = new EditorWorld(_script);
        await world.OpenAsync(
            Code,
            "{}",
            Full.Replace("\"workDoneProgress\":true", "\"x\":0", StringComparison.Ordinal)
        );
        var id = await SendAsync(world, "refactor", Command(world, "\"instruction\":\"expression body\""));

        var apply = await world.ReadAsync();
        Assert.Equal("workspace/applyEdit", apply["method"]!.GetValue<string>());
        await world.AnswerAsync(apply, """{"applied":true}""");
        var message = await world.ReadAsync();
        Assert.StartsWith(
            "gptoss: inconclusive: ",
            message["params"]!["message"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Equal(id, (await world.ReadAsync())["id"]!.GetValue<int>());
    }

    [Fact]
    public async Task Chosen_action_gets_its_edit_with_progress_that_the_server_began()
    {
        await using var world = new EditorWorld(_script);
        await world.OpenAsync(Code, "{}", Full);
        var id = await world.SendAsync(
            "codeAction/resolve",
            $$"""{"title":"T","kind":"refactor.rewrite","data":{{Command(world, "\"action\":\"expression-body\"")}}}"""
        );

        var create = await world.ReadAsync();
        Assert.Equal("window/workDoneProgress/create", create["method"]!.GetValue<string>());
        var token = create["params"]!["token"]!.GetValue<string>();
        await world.AnswerAsync(create, "null");
        Assert.Equal("begin", await KindAsync(world, token));
        var next = await world.ReadAsync();
        while (next["params"]?["value"]?["kind"]?.GetValue<string>() == "report")
        {
            next = await world.ReadAsync();
        }
        Assert.Equal("end", next["params"]!["value"]!["kind"]!.GetValue<string>());
        Assert.Equal("window/showMessage", (await world.ReadAsync())["method"]!.GetValue<string>());
        var answer = await world.ReadAsync();
        Assert.Equal(id, answer["id"]!.GetValue<int>());
        Assert.Equal("T", answer["result"]!["title"]!.GetValue<string>());
        Assert.NotNull(answer["result"]!["edit"]!["documentChanges"]);
    }

    [Theory]
    [InlineData("\"work\"")]
    [InlineData("7")]
    public async Task Progress_cancels_its_request_alone(string token)
    {
        await using var world = new EditorWorld("""{"rules":[{"answer":"never","hang":true}]}""");
        await world.OpenAsync(Code, Presents, Full);
        var id = await SendAsync(world, "explain", Command(world, ""), token);
        var begin = await world.ReadAsync();
        Assert.Equal(token, begin["params"]!["token"]!.ToJsonString());
        Assert.Equal("gptoss: explaining", begin["params"]!["value"]!["title"]!.GetValue<string>());
        while (await RunningAsync(world) == 0)
        {
            await Task.Yield();
        }

        await world.NotifyAsync("window/workDoneProgress/cancel", """{"token":"another"}""");
        Assert.Equal(1, await RunningAsync(world));
        await world.NotifyAsync("window/workDoneProgress/cancel", $$"""{"token":{{token}}}""");

        var end = await NextAsync(world);
        Assert.Equal("end", end["params"]!["value"]!["kind"]!.GetValue<string>());
        var answer = await world.ReadAsync();
        Assert.Equal((id, ErrorCodes.RequestCancelled), (answer["id"]!.GetValue<int>(), CodeOf(answer)));
        Assert.Equal(0, await RunningAsync(world));
    }

    [Fact]
    public async Task Explanation_streams_and_a_diagnostic_is_explained_by_its_lines()
    {
        await using var world = new EditorWorld(
            """{"rules":[{"contains":["CS0103 on line 5: no such name","return 1;"],"answer":"Because."},{"answer":"It returns 1."}]}"""
        );
        await world.OpenAsync(Code, Presents);

        var id = await SendAsync(world, "explain", Command(world, "\"partialResultToken\":\"p\""));
        var streamed = "";
        var message = await world.ReadAsync();
        for (; message["id"] is null; message = await world.ReadAsync())
        {
            streamed += message["params"]!["value"]!["text"]!.GetValue<string>();
        }
        Assert.Equal((id, "It returns 1."), (message["id"]!.GetValue<int>(), streamed));
        Assert.Equal("It returns 1.", message["result"]!["answer"]!.GetValue<string>());

        var why = (
            await ExecuteAsync(
                world,
                "explain",
                $$"""{"uri":"{{world.Uri("A.cs")}}","diagnostic":{"code":"CS0103","message":"no such name.","range":{{CodeActionTests.Range(4, 8, 4, 14)}} } }"""
            )
        )!;
        Assert.Equal("Because.", why["answer"]!.GetValue<string>());
    }

    [Fact]
    public async Task Bad_input_is_told_by_its_code_and_the_session_goes_on()
    {
        await using var world = new EditorWorld(_script);
        await world.OpenAsync(Code, Presents);
        var uri = world.Uri("A.cs");
        (string Command, string Argument, int Code)[] cases =
        [
            ("nothing", "{}", ErrorCodes.InvalidParams),
            ("refactor", "{}", ErrorCodes.InvalidParams),
            ("refactor", "[]", ErrorCodes.InvalidParams),
            ("refactor", "null", ErrorCodes.InvalidParams),
            ("refactor", $$"""{"uri":"{{uri}}"}""", ErrorCodes.InvalidParams),
            ("refactor", $$"""{"uri":"{{uri}}","action":"no-such"}""", ErrorCodes.InvalidParams),
            ("refactor", $$"""{"uri":"{{uri}}","action":"simplify","instruction":"x"}""", ErrorCodes.InvalidParams),
            ("refactor", $$"""{"uri":"{{uri}}","instruction":" "}""", ErrorCodes.BadInput),
            ("refactor", $$"""{"uri":"untitled:1","instruction":"x"}""", ErrorCodes.InvalidParams),
            ("refactor", $$"""{"uri":"{{uri}}","version":0,"instruction":"x"}""", ErrorCodes.ContentModified),
            (
                "refactor",
                $$"""{"uri":"{{world.Uri("B.cs")}}","version":1,"instruction":"x"}""",
                ErrorCodes.ContentModified
            ),
            ("refactor", $$"""{"uri":"{{world.Uri("B.cs")}}","instruction":"x"}""", ErrorCodes.BadInput),
            (
                "refactor",
                $$"""{"uri":"{{uri}}","instruction":"x","range":{{CodeActionTests.Range(90, 0, 91, 0)}}}""",
                ErrorCodes.BadInput
            ),
            (
                "explain",
                $$"""{"uri":"{{uri}}","diagnostic":{"code":"CS1","message":"m","range":{{CodeActionTests.Range(90, 0, 90, 0)}} } }""",
                ErrorCodes.InvalidParams
            ),
            ("review", """{"scope":"everything"}""", ErrorCodes.InvalidParams),
        ];
        foreach (var (command, argument, code) in cases)
        {
            var (actual, message) = await world.FailAsync(
                "workspace/executeCommand",
                $$"""{"command":"gptoss.server.{{command}}","arguments":[{{argument}}]}"""
            );
            Assert.True(code == actual, $"{command} {argument}: {actual} {message}");
            Assert.DoesNotContain('\n', message);
        }
        Assert.Equal("test-script", (await ExecuteAsync(world, "status", "{}"))!["model"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Cancelled_refactoring_is_one_error()
    {
        await using var world = new EditorWorld("""{"rules":[{"answer":"never","hang":true}]}""");
        await world.OpenAsync(Code, Presents);
        var id = await SendAsync(world, "refactor", Command(world, "\"instruction\":\"x\""));
        while (await RunningAsync(world) == 0)
        {
            await Task.Yield();
        }
        await world.NotifyAsync("$/cancelRequest", $$"""{"id":{{id}}}""");
        var answer = await world.ReadAsync();
        Assert.Equal((id, ErrorCodes.RequestCancelled), (answer["id"]!.GetValue<int>(), CodeOf(answer)));
    }

    private static string Command(EditorWorld world, string more) =>
        $$"""{"uri":"{{world.Uri("A.cs")}}","version":1,"range":{{CodeActionTests.Range(4, 8, 4, 8)}}{{(more.Length > 0 ? "," + more : "")}}}""";

    private static Task<JsonNode?> ExecuteAsync(EditorWorld world, string command, string argument) =>
        world.RequestAsync(
            "workspace/executeCommand",
            $$"""{"command":"gptoss.server.{{command}}","arguments":[{{argument}}]}"""
        );

    private static Task<int> SendAsync(EditorWorld world, string command, string argument, string token = "null") =>
        world.SendAsync(
            "workspace/executeCommand",
            $$"""{"command":"gptoss.server.{{command}}","arguments":[{{argument}}],"workDoneToken":{{token}}}"""
        );

    private static int CodeOf(JsonNode answer) => answer["error"]!["code"]!.GetValue<int>();

    private static async Task<string> KindAsync(EditorWorld world, string token)
    {
        var progress = await world.ReadAsync();
        Assert.Equal(token, progress["params"]!["token"]!.GetValue<string>());
        return progress["params"]!["value"]!["kind"]!.GetValue<string>();
    }

    /// <summary>The next message that is no report of how far the work is.</summary>
    private static async Task<JsonNode> NextAsync(EditorWorld world)
    {
        var next = await world.ReadAsync();
        while (next["params"]?["value"]?["kind"]?.GetValue<string>() == "report")
        {
            next = await world.ReadAsync();
        }
        return next;
    }

    private static async Task<int> RunningAsync(EditorWorld world)
    {
        var id = await world.SendAsync("gptoss/status", "{}");
        var answer = await NextAsync(world);
        Assert.Equal(id, answer["id"]!.GetValue<int>());
        return answer["result"]!["queue"]!["running"]!.GetValue<int>();
    }

    /// <summary>The text after LSP's edits, none of which may overlap.</summary>
    private static string Applied(string text, JsonArray edits)
    {
        foreach (var edit in edits.Reverse())
        {
            var start = Offset(text, edit!["range"]!["start"]!);
            var end = Offset(text, edit["range"]!["end"]!);
            text = text[..start] + edit["newText"]!.GetValue<string>() + text[end..];
        }
        return text;
    }

    private static int Offset(string text, JsonNode position)
    {
        var at = 0;
        for (var line = position["line"]!.GetValue<int>(); line > 0; line--)
        {
            at = text.IndexOf('\n', at) + 1;
        }
        return at + position["character"]!.GetValue<int>();
    }
}
