using GptOssDev.Inference.Speculation;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class NGramIndexTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Find_agrees_with_a_search_through_the_text(int alphabet)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            int[] text = [.. Enumerable.Range(0, 300).Select(_ => random.Next(alphabet))];
            var index = new NGramIndex(text.Length);
            for (var length = 1; length <= text.Length; length++)
            {
                var known = text.AsSpan(0, length);
                Assert.Equal(LongestEarlier(known), index.Find(known));
                index.Add(known);
            }
        }
    }

    [Fact]
    public void Find_after_clear_knows_nothing()
    {
        var index = new NGramIndex(100);
        int[] text = [1, 2, 3, 1, 2];
        index.Add(text.AsSpan(0, 2));
        Assert.Equal(new NGramMatch(2, 2), index.Find(text));

        index.Clear(100);

        Assert.Equal(new NGramMatch(0, 0), index.Find(text));
    }

    /// <summary>The most recent place, before the end, of the longest run that ends the text.</summary>
    internal static NGramMatch LongestEarlier(ReadOnlySpan<int> text)
    {
        for (var length = Math.Min(NGramIndex.Longest, text.Length - 1); length >= NGramIndex.Shortest; length--)
        {
            var at = text[..^1].LastIndexOf(text[^length..]);
            if (at >= 0)
            {
                return new NGramMatch(at + length, length);
            }
        }

        return new NGramMatch(0, 0);
    }
}
