using GptOssDev.Client.Settings;
using GptOssDev.Contracts;
using GptOssDev.Server.Rpc;
using Xunit;

namespace GptOssDev.Tests.Unit.Server.Editors;

/// <summary>Which workspace a file belongs to, and who says that it is trusted.</summary>
public sealed class TrustTests
{
    private static readonly Func<string, bool> _nobody = _ => false;

    [Fact]
    public void File_belongs_to_the_innermost_folder_around_it()
    {
        var folders = new SessionFolders(["/a", "/a/b", "/c"], Trusted: true);

        Assert.Equal(new WorkspaceScope("/a/b", true), folders.ScopeOf("/a/b/x.cs", _nobody));
        Assert.Equal(new WorkspaceScope("/a", true), folders.ScopeOf("/a/bc/x.cs", _nobody));
        Assert.Equal(new WorkspaceScope("/a", true), folders.ScopeOf(null, _nobody));
        Assert.Equal(new WorkspaceScope("/c", true), folders.ScopeOf("/c/x.cs", _nobody));
    }

    [Fact]
    public void File_outside_all_folders_is_not_trusted_unless_the_window_has_none()
    {
        Assert.Equal(new WorkspaceScope(), new SessionFolders(["/a"], true).ScopeOf("/b/x.cs", _ => true));
        Assert.Equal(new WorkspaceScope(null, true), new SessionFolders([], true).ScopeOf("/b/x.cs", _nobody));
        Assert.Equal(new WorkspaceScope(), SessionFolders.None.ScopeOf("/b/x.cs", _ => true));
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, true)]
    public void Users_list_counts_where_the_editor_says_nothing(bool? editor, bool list, bool trusted) =>
        Assert.Equal(
            new WorkspaceScope("/a", trusted),
            new SessionFolders(["/a"], editor).ScopeOf("/a/x.cs", _ => list)
        );

    [Fact]
    public async Task Trust_and_folders_change_in_the_middle()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync("class A;", """{"trusted":false}""");
        Assert.Equal(new SessionFolders([world.Root], false), world.Session.Folders, Same);

        await world.NotifyAsync("gptoss/trust", """{"trusted":true}""");
        await world.NotifyAsync(
            "workspace/didChangeWorkspaceFolders",
            """{"event":{"added":[{"uri":"file:///x/","name":"x"},{"uri":"vscode-remote://y","name":"y"},{"uri":"file:///x","name":"x"}],"removed":[]}}"""
        );
        await SettleAsync(world);
        Assert.Equal(new SessionFolders([world.Root, "/x"], true), world.Session.Folders, Same);

        await world.NotifyAsync(
            "workspace/didChangeWorkspaceFolders",
            $$$"""{"event":{"removed":[{"uri":"{{{new Uri(world.Root).AbsoluteUri}}}","name":"a"}]} }"""
        );
        await SettleAsync(world);
        Assert.Equal(new SessionFolders(["/x"], true), world.Session.Folders, Same);
    }

    [Theory]
    [InlineData("gptoss/trust", """{"trusted":true}""")]
    [InlineData("workspace/didChangeConfiguration", """{"settings":{"gptoss":{}}}""")]
    public async Task Suggestions_of_before_a_change_are_not_served_after_it(string method, string parameters)
    {
        await using var world = new EditorWorld(
            """
            {"rules":[{"job":"complete","answer":"1;","times":1},{"job":"complete","answer":"2;"}]}
            """
        );
        await world.OpenAsync("class A\n{\n    int One()\n    {\n        return \n    }\n}\n", """{"trusted":false}""");
        Assert.Equal("1;", await SuggestionAsync(world));
        Assert.Equal("1;", await SuggestionAsync(world));

        await world.NotifyAsync(method, parameters);
        Assert.Equal("2;", await SuggestionAsync(world));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("null", true)]
    [InlineData("""{"trusted":false}""", false)]
    [InlineData("""{"trusted":"yes"}""", false)]
    [InlineData("""{"settings":{"of":"another server"}}""", true)]
    public async Task Options_say_whether_the_users_list_counts(string options, bool isTrusted)
    {
        await using var world = new EditorWorld();
        new TrustStore(UserFiles.Trust(world.Folders)).Set(world.Root, true);
        await world.OpenAsync("class A;", options);

        var scope = world.Session.Folders.ScopeOf(
            Path.Join(world.Root, "A.cs"),
            folder => new TrustStore(UserFiles.Trust(world.Folders)).Find(folder) == true
        );

        Assert.Equal(new WorkspaceScope(world.Root, isTrusted), scope);
    }

    [Fact]
    public async Task Params_that_do_not_fit_change_nothing()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync("class A;", """{"trusted":false}""");
        await world.NotifyAsync("gptoss/trust", "{}");
        await world.NotifyAsync("gptoss/trust", """{"trusted":"yes"}""");
        await world.NotifyAsync("workspace/didChangeWorkspaceFolders", "{}");
        await SettleAsync(world);
        Assert.Equal(new SessionFolders([world.Root], false), world.Session.Folders, Same);
    }

    [Fact]
    public async Task Windows_own_options_hold_until_its_settings_change()
    {
        await using var world = new EditorWorld();
        await world.OpenAsync("class A;", """{"options":{"model":"m","effort":"low"}}""");
        Assert.Equal(new GenerationOptions("m", "low"), world.Session.Options);

        await world.NotifyAsync(
            "workspace/didChangeConfiguration",
            """{"settings":{"gptoss":{"options":{"effort":"high"}},"other":1}}"""
        );
        await SettleAsync(world);
        Assert.Equal(new GenerationOptions(Effort: "high"), world.Session.Options);

        await world.NotifyAsync("workspace/didChangeConfiguration", """{"settings":null}""");
        await SettleAsync(world);
        Assert.Null(world.Session.Options);
    }

    /// <summary>A read is answered only after the changes before it.</summary>
    private static async Task SettleAsync(EditorWorld world) => await world.RequestAsync("gptoss/model/unload", "{}");

    private static bool Same(SessionFolders one, SessionFolders other) =>
        one.Trusted == other.Trusted && one.Roots.SequenceEqual(other.Roots);

    private static async Task<string> SuggestionAsync(EditorWorld world)
    {
        var result = await world.RequestAsync(
            "textDocument/inlineCompletion",
            $$$"""{"textDocument":{"uri":"{{{world.Uri("A.cs")}}}"},"position":{"line":4,"character":15},"context":{"triggerKind":1}}"""
        );
        return Assert.Single(result!["items"]!.AsArray())!["insertText"]!.GetValue<string>();
    }
}
