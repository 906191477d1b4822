using GptOssDev.Contracts;
using GptOssDev.Server.Documents;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class TextChangesTests
{
    [Theory]
    // Lines end with LF, CR LF or CR, and an ending is never split by a position.
    [InlineData("ab\ncd", 1, 0, 1, 1, "X", "ab\nXd")]
    [InlineData("ab\r\ncd", 1, 0, 1, 1, "X", "ab\r\nXd")]
    [InlineData("ab\rcd", 1, 0, 1, 1, "X", "ab\rXd")]
    [InlineData("ab\n\rcd", 2, 0, 2, 0, "X", "ab\n\rXcd")]
    [InlineData("ab\r\ncd", 0, 2, 1, 0, "", "abcd")]
    // A character past the end of its line means the end.
    [InlineData("ab\r\ncd", 0, 99, 0, 99, "X", "abX\r\ncd")]
    [InlineData("ab\ncd", 1, 99, 1, 99, "X", "ab\ncdX")]
    // Characters are UTF-16 units: one face is two of them.
    [InlineData("a😀b\n", 0, 3, 0, 4, "X", "a😀X\n")]
    [InlineData("a😀b\n", 0, 1, 0, 3, "", "ab\n")]
    // The line after the last ending is there, and empty.
    [InlineData("ab\n", 1, 0, 1, 0, "X", "ab\nX")]
    [InlineData("", 0, 0, 0, 0, "X", "X")]
    [InlineData("ab", 0, 0, 0, 2, "", "")]
    public void Range_is_replaced(string text, int line, int from, int endLine, int to, string put, string expected) =>
        Assert.Equal(expected, TextChanges.Apply(text, Change(line, from, endLine, to, put)));

    [Theory]
    [InlineData("ab\n", 2, 0, 2, 0)]
    [InlineData("ab", 0, 0, 1, 0)]
    [InlineData("ab", 0, 2, 0, 1)]
    [InlineData("ab\ncd", 1, 0, 0, 0)]
    [InlineData("ab", -1, 0, 0, 0)]
    [InlineData("ab", 0, -1, 0, 0)]
    [InlineData("ab", 0, 0, int.MaxValue, int.MaxValue)]
    public void Range_outside_the_text_is_no_change(string text, int line, int from, int endLine, int to) =>
        Assert.Null(TextChanges.Apply(text, Change(line, from, endLine, to, "X")));

    [Fact]
    public void Change_without_a_range_is_the_whole_text() =>
        Assert.Equal("new", TextChanges.Apply("old\nold", new ContentChange("new")));

    [Fact]
    public void Random_changes_agree_with_a_list_of_lines()
    {
        var random = new Random(3);
        string[] endings = ["\n", "\r\n", "\r"];
        for (var round = 0; round < 500; round++)
        {
            var ending = endings[random.Next(3)];
            var lines = Enumerable.Range(0, random.Next(1, 6)).Select(_ => new string('x', random.Next(4))).ToList();
            var line = random.Next(lines.Count);
            var at = random.Next(lines[line].Length + 1);

            var changed = TextChanges.Apply(string.Join(ending, lines), Change(line, at, line, at, "Y"));

            lines[line] = lines[line].Insert(at, "Y");
            Assert.Equal(string.Join(ending, lines), changed);
        }
    }

    private static ContentChange Change(int line, int from, int endLine, int to, string text) =>
        new(text, new GptOssDev.Contracts.Range(new Position(line, from), new Position(endLine, to)));
}
