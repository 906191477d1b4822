using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

public sealed class VectorFolderTests
{
    private static readonly string[] _known =
    [
        "render",
        "parse",
        "stream",
        "tokenize",
        "header",
        "chunks",
        "chunks-routed",
        "completion",
        "field",
    ];

    [Fact]
    public void Vectors_have_no_kind_that_no_test_reads()
    {
        if (VectorFolder.Root is null)
        {
            Assert.Skip("no harmony vectors");
        }
        Assert.Empty(VectorFolder.Kinds.Except(_known));
    }
}
