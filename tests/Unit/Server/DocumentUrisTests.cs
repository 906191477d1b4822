using GptOssDev.Server.Documents;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class DocumentUrisTests
{
    [Theory]
    [InlineData("A.cs")]
    [InlineData("with space/A.cs")]
    [InlineData("per%20cent.cs")]
    [InlineData("sharp#mark?.cs")]
    [InlineData("ünïcode/😀.cs")]
    public void File_uri_gives_its_path_back(string name)
    {
        var path = Path.Join(Path.GetTempPath(), name.Replace('/', Path.DirectorySeparatorChar));
        var escaped = string.Join('/', path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));

        Assert.Equal(path, DocumentUris.ToPath("file://" + (escaped.StartsWith('/') ? "" : "/") + escaped));
    }

    [Fact]
    public void Plain_space_is_read_as_it_stands()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the path is not one of Windows");
        }
        Assert.Equal("/a b/c.cs", DocumentUris.ToPath("file:///a b/c.cs"));
    }

    [Theory]
    [InlineData("untitled:Untitled-1")]
    [InlineData("git:/a/b.cs?ref")]
    [InlineData("https://example.org/a.cs")]
    [InlineData("/a/b.cs")]
    [InlineData("a.cs")]
    [InlineData("")]
    [InlineData("file:///a%00b.cs")]
    public void Other_uri_has_no_path(string uri) => Assert.Null(DocumentUris.ToPath(uri));
}
