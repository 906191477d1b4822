using System.Text.Json.Nodes;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>A repository nobody vouched for, whose build leaves a mark: no command, hook or editor makes it run.</summary>
public sealed class UntrustedTests
{
    [Fact]
    public async Task No_path_runs_the_build_of_a_repository_that_is_not_trusted()
    {
        await using var world = new ProgramWorld(("GPTOSS_IDLE_EXIT_SECONDS", "600"));
        var marker = world["marker.txt"];
        world.Write(
            "Shop.csproj",
            SampleCode
                .Project.Replace("<Project ", "<Project InitialTargets=\"Mark\" ", StringComparison.Ordinal)
                .Replace(
                    "</Project>",
                    $"""<Target Name="Mark"><WriteLinesToFile File="{marker}" Lines="ran" /></Target></Project>""",
                    StringComparison.Ordinal
                )
        );
        SampleCode.WriteForm(world["Plain.cs"], "Plain");
        await world.GitAsync("init", "-q", ".");
        await world.GitAsync("add", "Plain.cs", "Shop.csproj");
        await world.GitAsync("commit", "-qm", "start");

        var complete = await world.RunAsync("complete", "Plain.cs:31:9", "--json");
        complete.AssertNoTrace();
        Assert.All(
            complete.Json.GetProperty("items").EnumerateArray(),
            item => Assert.Contains(item.GetProperty("verdict").GetString(), new[] { "unverified", "inconclusive" })
        );
        (await world.RunAsync("refactor", "Use 'is null'.", "Plain.cs:18", "--json")).AssertNoTrace();
        await CommitThroughHookAsync(world);
        await EditAsync(world);
        (await world.RunAsync("status", "--json")).AssertCode(0);
        (await world.RunAsync("doctor", "--json")).AssertNoTrace();
        Assert.False(File.Exists(marker), "the build of an untrusted repository ran");

        (await world.RunAsync("complete", "Plain.cs:31:9", "--json", "--trust")).AssertNoTrace();
        Assert.True(File.Exists(marker), "the same repository, trusted, must have left its mark");
    }

    private static async Task CommitThroughHookAsync(ProgramWorld world)
    {
        var hook = world.Write(".git/hooks/pre-commit", "#!/bin/sh\n\"$G\" review --staged --fail-on none\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        File.AppendAllText(world["Plain.cs"], "// more\n");
        await world.GitAsync("commit", "-qam", "through the hook");
    }

    private static async Task EditAsync(ProgramWorld world)
    {
        using var editor = new LspSession(world.Start("lsp"));
        var uri = new Uri(world["Plain.cs"]).AbsoluteUri;
        await editor.RequestAsync(
            "initialize",
            new JsonObject { ["rootUri"] = new Uri(world.Work).AbsoluteUri, ["capabilities"] = new JsonObject() }
        );
        await editor.NotifyAsync("initialized", new JsonObject());
        await editor.NotifyAsync(
            "textDocument/didOpen",
            new JsonObject
            {
                ["textDocument"] = new JsonObject
                {
                    ["uri"] = uri,
                    ["languageId"] = "csharp",
                    ["version"] = 1,
                    ["text"] = SampleCode.Warehouse("Plain"),
                },
            }
        );
        var answer = await editor.RequestAsync(
            "textDocument/inlineCompletion",
            new JsonObject
            {
                ["textDocument"] = new JsonObject { ["uri"] = uri },
                ["position"] = new JsonObject { ["line"] = 30, ["character"] = 8 },
                ["context"] = new JsonObject { ["triggerKind"] = 1 },
            }
        );
        Assert.Null(answer["error"]);
        Assert.Null((await editor.RequestAsync("shutdown", null))["error"]);
        await editor.NotifyAsync("exit", null);
        Assert.Equal(0, await editor.EndAsync());
    }
}
