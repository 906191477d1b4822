using GptOssDev.Inference.Engine;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class TextRunsTests
{
    [Theory]
    [InlineData("A")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("7")]
    [InlineData("中")]
    [InlineData("aé中Ω")]
    [InlineData(" \t\n")]
    [InlineData("-=_")]
    public void Long_run_of_one_kind_is_cut(string unit)
    {
        var run = string.Concat(Enumerable.Repeat(unit, 60_000 / unit.Length));

        Assert.Equal(TokenizerInputGuard.MaxRun, TokenizerInputGuard.Bounded(run));
        Assert.Equal(
            2 + TokenizerInputGuard.MaxRun,
            TokenizerInputGuard.Bounded((char.IsLetter(unit[0]) ? "1;" : "1a") + run)
        );
    }

    [Fact]
    public void Pair_of_surrogates_is_not_cut()
    {
        var run = "." + string.Concat(Enumerable.Repeat("😀", 5000));

        var length = TokenizerInputGuard.Bounded(run);

        Assert.Equal(TokenizerInputGuard.MaxRun + 1, length);
        Assert.True(char.IsHighSurrogate(run[length]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public void Other_text_is_whole(string text)
    {
        Assert.Equal(text.Length, TokenizerInputGuard.Bounded(text));
        var code = string.Concat(Enumerable.Repeat("var x = 1; // text\n", 5000)) + text;
        Assert.Equal(code.Length, TokenizerInputGuard.Bounded(code));
        var digits = string.Concat(Enumerable.Repeat("QUJD1", 20_000));
        Assert.Equal(digits.Length, TokenizerInputGuard.Bounded(digits));
    }
}
