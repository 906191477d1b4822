using GptOssDev.Changes.Git;
using GptOssDev.Features.Review.Sources;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class GitTreeTests
{
    private static readonly Dictionary<string, string> _links = new()
    {
        ["l1"] = "../shared/Money.cs",
        ["l2"] = "../../shared",
        ["l3"] = "loop",
        ["l4"] = "/etc/passwd",
        ["l5"] = "../../../out.cs",
        ["l6"] = "Link.cs",
        ["l7"] = "../gone.cs",
    };

    private static readonly GitTree _tree = new(
        [
            Entry("shared/Money.cs", GitMode.File, "f1"),
            Entry("App/Link.cs", GitMode.SymbolicLink, "l1"),
            Entry("App/deep/folder", GitMode.SymbolicLink, "l2"),
            Entry("App/loop", GitMode.SymbolicLink, "l3"),
            Entry("App/absolute.cs", GitMode.SymbolicLink, "l4"),
            Entry("App/outside.cs", GitMode.SymbolicLink, "l5"),
            Entry("App/chain.cs", GitMode.SymbolicLink, "l6"),
            Entry("App/dangling.cs", GitMode.SymbolicLink, "l7"),
            Entry("sub", GitMode.Submodule, "c1"),
            Entry("both.cs", GitMode.File, "base", 1),
            Entry("both.cs", GitMode.File, "ours", 2),
            Entry("both.cs", GitMode.File, "theirs", 3),
        ],
        _links
    );

    [Theory]
    [InlineData("shared/Money.cs", "f1")]
    [InlineData("App/Link.cs", "f1")]
    [InlineData("App/deep/folder/Money.cs", "f1")]
    [InlineData("App/chain.cs", "f1")]
    [InlineData("both.cs", "ours")]
    [InlineData("App/loop/x.cs", "Nowhere")]
    [InlineData("App/dangling.cs", "Nowhere")]
    [InlineData("shared/Other.cs", "Nowhere")]
    [InlineData("shared", "Nowhere")]
    [InlineData("App/absolute.cs", "Outside")]
    [InlineData("App/outside.cs", "Outside")]
    [InlineData("sub/src/X.cs", "Submodule")]
    public void Links_lead_where_the_tree_says(string path, string expected)
    {
        var (place, entry) = _tree.Find(path);

        Assert.Equal(expected, entry?.Id ?? place.ToString());
        Assert.Equal(["both.cs"], _tree.Unmerged);
    }

    private static GitEntry Entry(string path, GitMode mode, string id, int stage = 0) =>
        new(path, mode, id, stage, false);
}
