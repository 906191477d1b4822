using System.Text.Json.Nodes;
using GptOssDev.Tests.Integration.Daemon;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary><c>gptoss lsp</c> as an editor drives it.</summary>
public sealed class LspTests
{
    private const string Line = "            total += product.UnitPrice * product.";

    [Fact]
    public async Task Editor_opens_types_completes_and_leaves()
    {
        await using var world = World();
        using var editor = await StartAsync(world, trusted: true);
        var uri = new Uri(world["Plain.cs"]).AbsoluteUri;
        // Two code units before the cursor that are one character, on a line that the disk does not have.
        var text = SampleCode
            .Warehouse("Plain")
            .Replace("            total += product.UnitPrice * product.Quantity;", Line, StringComparison.Ordinal);
        await editor.NotifyAsync(
            "textDocument/didOpen",
            new JsonObject
            {
                ["textDocument"] = new JsonObject
                {
                    ["uri"] = uri,
                    ["languageId"] = "csharp",
                    ["version"] = 1,
                    ["text"] = text,
                },
            }
        );
        const string Mark = "/*\U0001F600*/ ";
        await ChangeAsync(editor, uri, 2, 30, 12, 12, Mark);
        await ChangeAsync(editor, uri, 3, 30, Line.Length + Mark.Length, Line.Length + Mark.Length, "Qu");
        var at = Line.Length + Mark.Length + 2;
        var answer = await editor.RequestAsync("textDocument/inlineCompletion", Cursor(uri, 30, at));
        Assert.Null(answer["error"]);
        foreach (var item in answer["result"]!["items"]!.AsArray())
        {
            // The position is where the editor's own text has it, so what is inserted fits there.
            var end = item!["range"]!["end"]!;
            Assert.Equal((30, at), (end["line"]!.GetValue<int>(), end["character"]!.GetValue<int>()));
            Assert.StartsWith("Qu", Inserted(item, at), StringComparison.Ordinal);
        }
        var past = await editor.RequestAsync("textDocument/inlineCompletion", Cursor(uri, 30, at + 50));
        Assert.True(past["error"] is not null || past["result"] is not null, past.ToJsonString());

        Assert.Null((await editor.RequestAsync("shutdown", null))["error"]);
        await editor.NotifyAsync("exit", null);
        // The editor keeps its pipes open and waits.
        Assert.Equal(0, await editor.EndAsync());
        Assert.Equal("", await editor.Process.StandardError.ReadToEndAsync());
        Assert.Single(world.Daemons.Processes());
    }

    [Fact]
    public async Task Poorest_editor_gets_actions_by_commands_and_edits_as_plain_changes()
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                script,
                """{"rules":[{"answer":"```csharp\npublic Product? Find(string name) => products.GetValueOrDefault(name);\n```"}]}"""
            );
            await using var world = World(("GPTOSS_TEST_ENGINE", script));
            using var editor = await StartAsync(world, trusted: true);
            var uri = new Uri(world["Plain.cs"]).AbsoluteUri;
            var actions = await editor.RequestAsync(
                "textDocument/codeAction",
                new JsonObject
                {
                    ["textDocument"] = new JsonObject { ["uri"] = uri },
                    ["range"] = new JsonObject { ["start"] = Place(11, 8), ["end"] = Place(11, 8) },
                    ["context"] = new JsonObject { ["diagnostics"] = new JsonArray() },
                }
            );
            var action = actions["result"]!
                .AsArray()
                .Single(a => a!["title"]!.GetValue<string>() == "Use an expression body with gptoss")!;
            var answer = await editor.RequestAsync(
                "workspace/executeCommand",
                new JsonObject
                {
                    ["command"] = action["command"]!["command"]!.GetValue<string>(),
                    ["arguments"] = action["command"]!["arguments"]!.DeepClone(),
                }
            );
            var result = answer["result"]!;
            Assert.Equal("accepted", result["verdict"]!.GetValue<string>());
            var change = Assert.Single(result["edit"]!["changes"]![uri]!.AsArray())!;
            Assert.Equal(
                "    public Product? Find(string name) => products.GetValueOrDefault(name);\n",
                change["newText"]!.GetValue<string>()
            );
            Assert.Equal(SampleCode.Warehouse("Plain"), await File.ReadAllTextAsync(world["Plain.cs"]));
            // Whoever asks for the status sees that no model answered.
            var status = JsonNode.Parse((await world.StatusAsync()).GetRawText())!;
            Assert.Equal("test-script", status["model"]!["name"]!.GetValue<string>());
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Fact]
    public async Task Script_that_is_none_ends_the_start_with_one_line()
    {
        await using var world = World(("GPTOSS_TEST_ENGINE", "/no/such/script.json"));
        var run = await world.RunAsync("model", "list");
        run.AssertCode(3);
        Assert.Contains("GPTOSS_TEST_ENGINE", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_without_shutdown_ends_with_1()
    {
        await using var world = World();
        using var editor = await StartAsync(world, trusted: false);
        await editor.NotifyAsync("exit", null);
        Assert.Equal(1, await editor.EndAsync());
    }

    [Fact]
    public async Task Editor_that_closes_its_side_ends_the_bridge()
    {
        await using var world = World();
        using var editor = await StartAsync(world, trusted: false);
        editor.Process.StandardInput.Close();
        Assert.Equal(0, await editor.EndAsync());
    }

    [Fact]
    public async Task Killed_daemon_ends_the_bridge_with_one_line()
    {
        await using var world = World();
        using var editor = await StartAsync(world, trusted: false);
        await DaemonWorld.SignalAsync(await world.DaemonPidAsync(), "KILL");
        Assert.Equal(3, await editor.EndAsync());
        var errors = await editor.Process.StandardError.ReadToEndAsync();
        Assert.Contains("the daemon closed the connection", Assert.Single(errors.Trim().Split('\n')));
    }

    [Fact]
    public async Task Private_daemon_serves_an_editor_and_leaves_nothing()
    {
        await using var world = World();
        using var editor = new LspSession(world.Start("lsp", "--no-daemon"));
        await IntroduceAsync(editor, world, trusted: false);
        await editor.RequestAsync("shutdown", null);
        await editor.NotifyAsync("exit", null);
        Assert.Equal(0, await editor.EndAsync());
        await world.Daemons.UntilProcessesAsync(0);
    }

    private static ProgramWorld World(params (string Name, string? Value)[] more)
    {
        var world = new ProgramWorld(more);
        SampleCode.WriteProject(world, "");
        return world;
    }

    private static async Task<LspSession> StartAsync(ProgramWorld world, bool trusted)
    {
        var editor = new LspSession(world.Start("lsp", "--stdio"));
        await IntroduceAsync(editor, world, trusted);
        return editor;
    }

    private static async Task IntroduceAsync(LspSession editor, ProgramWorld world, bool trusted)
    {
        var answer = await editor.RequestAsync(
            "initialize",
            new JsonObject
            {
                ["processId"] = Environment.ProcessId,
                ["rootUri"] = new Uri(world.Work).AbsoluteUri,
                ["capabilities"] = new JsonObject(),
                ["initializationOptions"] = new JsonObject { ["trusted"] = trusted },
            }
        );
        Assert.Equal("utf-16", answer["result"]!["capabilities"]!["positionEncoding"]!.GetValue<string>());
        await editor.NotifyAsync("initialized", new JsonObject());
    }

    private static Task ChangeAsync(
        LspSession editor,
        string uri,
        int version,
        int line,
        int from,
        int to,
        string text
    ) =>
        editor.NotifyAsync(
            "textDocument/didChange",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = version },
                ["contentChanges"] = new JsonArray(
                    new JsonObject
                    {
                        ["range"] = new JsonObject { ["start"] = Place(line, from), ["end"] = Place(line, to) },
                        ["text"] = text,
                    }
                ),
            }
        );

    private static JsonObject Cursor(string uri, int line, int character) =>
        new()
        {
            ["textDocument"] = new JsonObject { ["uri"] = uri },
            ["position"] = Place(line, character),
            ["context"] = new JsonObject { ["triggerKind"] = 1 },
        };

    private static JsonObject Place(int line, int character) => new() { ["line"] = line, ["character"] = character };

    /// <summary>What stands from the two typed letters on when the item is taken.</summary>
    private static string Inserted(JsonNode item, int at)
    {
        var start = item["range"]!["start"]!["character"]!.GetValue<int>();
        var text = item["insertText"]!.GetValue<string>();
        return start <= at - 2 ? text[(at - 2 - start)..] : "Qu" + text;
    }
}
