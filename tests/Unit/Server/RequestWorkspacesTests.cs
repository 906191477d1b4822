using GptOssDev.CodeModel;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Contracts;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Rpc;
using Xunit;
using OpenDocument = GptOssDev.Server.Rpc.OpenDocument;

namespace GptOssDev.Tests.Unit.Server;

/// <summary>Which workspace a request gets, with which documents in it, and what status and doctor tell of it. No build runs here.</summary>
public sealed class RequestWorkspacesTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WorkspaceHost _host = new(2, TimeProvider.System);
    private readonly WorkspaceResolver _workspaces;

    public RequestWorkspacesTests()
    {
        _workspaces = new WorkspaceResolver(_host, Path.Join(_folder.Path, "cache"));
        Directory.CreateDirectory(Path.Join(_folder.Path, "Lib"));
        File.WriteAllText(Path.Join(_folder.Path, "Lib", "Lib.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        File.WriteAllText(Path.Join(_folder.Path, "Lib", "Known.cs"), "class Known { }\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Lib/New.cs")]
    [InlineData("Lib/Deep/New.cs")]
    public async Task Open_document_that_is_not_on_disk_is_part_of_its_project(string relative)
    {
        var path = Path.Join(_folder.Path, relative);
        var snapshot = await SnapshotAsync(path, Open(path, "class New { }\n"));
        Assert.Equal("class New { }\n", snapshot.Find(path)!.Text);
        Assert.Equal("Lib", snapshot.Find(path)!.Project.Name);
        Assert.NotNull(snapshot.Find(Path.Join(_folder.Path, "Lib", "Known.cs")));
    }

    [Fact]
    public async Task Document_deleted_under_the_editor_keeps_the_editors_text()
    {
        var path = Path.Join(_folder.Path, "Lib", "Known.cs");
        await SnapshotAsync(path, OpenDocuments.None);
        File.Delete(path);
        var snapshot = await SnapshotAsync(path, Open(path, "class Known { int a; }\n"));
        Assert.Equal("class Known { int a; }\n", snapshot.Find(path)!.Text);
    }

    [Fact]
    public async Task File_that_is_neither_open_nor_there_is_told()
    {
        var path = Path.Join(_folder.Path, "Lib", "Gone.cs");
        var error = await Assert.ThrowsAsync<CodeModelException>(() => SnapshotAsync(path, OpenDocuments.None));
        Assert.Equal(CodeModelReason.RootMissing, error.Reason);
    }

    [Fact]
    public async Task Held_workspaces_and_their_problems_are_told()
    {
        var path = Path.Join(_folder.Path, "Lib", "Known.cs");
        await SnapshotAsync(path, OpenDocuments.None);
        await _host.WarmedAsync();
        var view = new WorkspaceStatusSource(_host, budgetBytes: 5);
        var status = Assert.Single(view.Status());
        Assert.Equal(
            new WorkspaceStatus(
                Path.Join(_folder.Path, "Lib", "Lib.csproj"),
                Trusted: false,
                "ready",
                Projects: 1,
                FullProjects: 0,
                BoundProjects: status.BoundProjects,
                Documents: 2,
                status.SourceBytes
            ),
            status
        );
        Assert.True(status.SourceBytes > 0);
        var problem = Assert.Single(view.Problems());
        Assert.Equal(("project Lib", "warning"), (problem.Name, problem.State));
        Assert.Contains("not trusted", problem.Message, StringComparison.Ordinal);
        Assert.Equal(5, view.BudgetBytes);
    }

    private Task<CodeSnapshot> SnapshotAsync(string path, OpenDocuments documents) =>
        _workspaces.SnapshotAsync(
            new WorkspaceScope(_folder.Path),
            path,
            new RequestContext(null!, documents),
            TestContext.Current.CancellationToken
        );

    private static OpenDocuments Open(string path, string text) =>
        OpenDocuments.None.With(new OpenDocument(new Uri(path).AbsoluteUri, 1, text));
}
