using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class TokenBudgetTests
{
    private static readonly TokenBudget _budget = new(new ByteTokenizer());

    [Theory]
    [InlineData("ab\ncd\nef\n", 6, "ab\ncd\n", "cd\nef\n")]
    [InlineData("ab\ncd\nef\n", 8, "ab\ncd\n", "cd\nef\n")]
    [InlineData("ab\ncd\nef\n", 9, "ab\ncd\nef\n", "ab\ncd\nef\n")]
    [InlineData("ab\r\ncd\r\nef", 8, "ab\r\ncd\r\n", "cd\r\nef")]
    [InlineData("abcdefgh", 4, "abcd", "efgh")]
    [InlineData("", 4, "", "")]
    public void Fragments_are_cut_on_line_borders(string text, int tokens, string head, string tail)
    {
        Assert.Equal(head, _budget.Head(text, tokens));
        Assert.Equal(tail, _budget.Tail(text, tokens));
    }

    [Fact]
    public void Huge_line_is_cut_without_being_read_whole()
    {
        var text = new string('x', 20_000_000);

        Assert.InRange(_budget.Head(text, 100).Length, 50, 100);
        Assert.InRange(_budget.Tail(text, 100).Length, 50, 100);
    }

    [Fact]
    public void Characters_of_two_units_are_not_cut_apart()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 50));

        Assert.DoesNotContain('\uFFFD', Round(_budget.Head(text, 33)));
        Assert.DoesNotContain('\uFFFD', Round(_budget.Tail(text, 33)));

        static string Round(string part) =>
            System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(part));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\nb", 2)]
    [InlineData("a\r\nb\rc\n", 3)]
    public void Lines_are_counted_as_editors_count_them(string text, int lines) =>
        Assert.Equal(lines, TextLines.Count(text));

    [Fact]
    public void Line_starts_agree_with_line_walks()
    {
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "a\r\n"[random.Next(3)]));
            var starts = TextLines.Starts(text);
            for (var offset = 0; offset < text.Length; offset++)
            {
                Assert.Equal(starts.Last(s => s <= offset), TextLines.StartOfLine(text, offset));
            }
            var walked = new List<int> { 0 };
            while (walked[^1] < text.Length && TextLines.NextStart(text, walked[^1]) is var next && next > walked[^1])
            {
                walked.Add(next);
            }
            Assert.Equal(starts, walked.Where(w => starts.Contains(w)));
        }
    }
}
