using GptOssDev.Changes.Git;
using GptOssDev.Features.Review;
using GptOssDev.Features.Review.Sources;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>What a review makes of a patch's parts: which texts they lead to, and what is named when they lead to none.</summary>
public sealed class PatchReviewTests
{
    private const string First = "--- a/A.cs\n+++ b/A.cs\n@@ -1,2 +1,2 @@\n-one\n+two\n end\n";
    private const string Second = "--- a/A.cs\n+++ b/A.cs\n@@ -1,2 +1,2 @@\n-two\n+three\n end\n";

    [Theory]
    [InlineData("one\nend\n", First + Second)]
    [InlineData("three\nend\n", First + Second)]
    [InlineData("one\nend\n", Second + First)]
    [InlineData("three\nend\n", Second + First)]
    public async Task Parts_of_one_file_are_one_change(string source, string patch)
    {
        var changes = await LoadAsync(patch, ("A.cs", source));

        var file = Assert.Single(changes.Files);
        Assert.Empty(changes.Gaps);
        Assert.Equal(["one", "three", "end"], file.Diff.Hunks.SelectMany(h => h.Lines).Select(l => l.Text));
        Assert.Equal("three\nend\n", changes.Code.ReadText("A.cs").File!.Text);
        Assert.Equal("one\nend\n", changes.Before.ReadText("A.cs").File!.Text);
    }

    [Fact]
    public async Task Parts_that_fit_no_text_are_named()
    {
        var changes = await LoadAsync(First + Second, ("A.cs", "other\nend\n"));

        Assert.Equal("A.cs", Assert.Single(changes.Gaps).Path);
    }

    [Theory]
    [InlineData("sub/A.cs", "")]
    [InlineData("A.cs", "sub")]
    public async Task Relative_paths_start_where_the_client_runs(string path, string folder)
    {
        var changes = await LoadAsync(First.Replace("A.cs", path), folder, ("sub/A.cs", "one\nend\n"));

        Assert.Empty(changes.Gaps);
        Assert.Equal("two\nend\n", changes.Code.ReadText("sub/A.cs").File!.Text);
    }

    [Theory]
    [InlineData(
        "new file mode 120000\n--- /dev/null\n+++ b/L.cs\n@@ -0,0 +1 @@\n+A.cs\n",
        true,
        "symbolic link to A.cs"
    )]
    [InlineData(
        "index 1..2 160000\n--- a/L.cs\n+++ b/L.cs\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n",
        false,
        "submodule"
    )]
    [InlineData(
        "new file mode 100644\n--- /dev/null\n+++ b/L.cs\n@@ -0,0 +1,3 @@\n+version https://git-lfs.github.com/spec/v1\n+oid sha256:1\n+size 2\n",
        false,
        "Git LFS pointer"
    )]
    public async Task What_is_no_code_is_not_compiled(string rest, bool isOmitted, string why)
    {
        var changes = await LoadAsync("diff --git a/L.cs b/L.cs\n" + rest, ("A.cs", "class A;\n"));

        var named = Assert.Single(isOmitted ? changes.Omitted : changes.Gaps);
        Assert.Equal("L.cs", named.Path);
        Assert.Contains(why, named.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(changes.Files, f => f.IsKnown || f.Diff.Hunks.Count > 0);
    }

    private static Task<ReviewChanges> LoadAsync(string patch, params (string, string)[] files) =>
        LoadAsync(patch, "", files);

    private static async Task<ReviewChanges> LoadAsync(string patch, string folder, params (string, string)[] files)
    {
        using var workspace = new TemporaryWorkspace(files);
        var request = new ReviewRequest(await workspace.SnapshotAsync(), ReviewScope.Patch, Patch: patch)
        {
            Git = new GitSurroundings(workspace.PathOf(folder), new Dictionary<string, string>()),
        };
        return await ChangeSource.LoadAsync(request, CancellationToken.None);
    }
}
