using GptOssDev.Changes.Diffs;
using GptOssDev.Features.Review.Sources;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class TextHunksTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "a\nB\nc\n", "1/1 a|2/ b|/2 B|3/3 c")]
    [InlineData("a\r\nb\r\n", "a\nb\nc", "1/1 a|2/2 b|/3 c")]
    [InlineData("", "a\nb\n", "/1 a|/2 b")]
    [InlineData("a\n", "", "1/ a")]
    [InlineData("a\r\nb", "a\nb", "")]
    // Git's lines end with a line feed alone.
    [InlineData("a\u2028x\nb\n", "a\u2028x\nc\n", "1/1 a\u2028x|2/ b|/2 c")]
    public void Lines_have_the_numbers_of_both_texts(string before, string after, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                '|',
                TextHunks
                    .Between(before, after)
                    .SelectMany(h => h.Lines)
                    .Select(l => $"{l.OldNumber}/{l.NewNumber} {l.Text}")
            )
        );

    [Fact]
    public void Texts_that_are_too_long_to_compare_are_one_replacement()
    {
        var before = string.Concat(Enumerable.Range(0, 15_000).Select(i => $"{i}\n"));

        var hunk = Assert.Single(TextHunks.Between(before, "x\n" + before));

        Assert.Equal((15_000, 15_001), (hunk.OldCount, hunk.NewCount));
        Assert.Equal((DiffLineKind.Added, 15_001), (hunk.Lines[^1].Kind, hunk.Lines[^1].NewNumber));
    }
}
