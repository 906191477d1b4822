using FsCheck;
using FsCheck.Fluent;
using GptOssDev.CodeModel.Documents;
using GptOssDev.Features.Refactor;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>The stretches of lines that turn one text into another.</summary>
public sealed class ChangedLinesTests
{
    [Fact]
    public void Stretches_are_whole_lines_and_no_more_than_changed()
    {
        Assert.Equal(
            [Change(1, 0, 2, 0, "B\n"), Change(3, 0, 3, 0, "new\n")],
            ChangedLines.Between("a\nb\nc\nd\n", "a\nB\nc\nnew\nd\n")
        );
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "a")]
    [InlineData("a", "")]
    [InlineData("a\nb", "a\nc")]
    [InlineData("a\nb", "a")]
    [InlineData("a", "a\n")]
    [InlineData("a\r\nb\r\n", "a\r\nb\r\nc")]
    [InlineData("a\rb\rc", "a\rX\rc")]
    public void Applied_they_give_the_new_text(string oldText, string newText) =>
        Assert.Equal(newText, Apply(oldText, ChangedLines.Between(oldText, newText)));

    [Fact]
    public void Any_text_becomes_any_other()
    {
        var text = Gen.Elements("a", "b", "\n", "\r\n", "\r", " ").ListOf().Select(string.Concat);
        Prop.ForAll(
                text.Zip(text).ToArbitrary(),
                pair => Apply(pair.Item1, ChangedLines.Between(pair.Item1, pair.Item2)) == pair.Item2
            )
            .QuickCheckThrowOnFailure();
    }

    private static ChangedLines Change(int line, int from, int endLine, int to, string text) =>
        new(new TextRange(new TextPosition(line, from), new TextPosition(endLine, to)), text);

    /// <summary>As an editor applies them: positions of the old text, the last first.</summary>
    private static string Apply(string text, IReadOnlyList<ChangedLines> changes)
    {
        var starts = GptOssDev.Features.Code.TextLines.Starts(text);
        int Offset(TextPosition p) => starts[p.Line] + p.Character;
        foreach (var change in changes.Reverse())
        {
            text = text[..Offset(change.Range.Start)] + change.NewText + text[Offset(change.Range.End)..];
        }
        return text;
    }
}
