using GptOssDev.Features.Code;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class BracketScanTests
{
    [Theory]
    [InlineData("f(a[1]);", "([])")]
    [InlineData("// (\n)", ")")]
    [InlineData("/* ( */ [", "[")]
    [InlineData("\"(\" ')' '\\'' '\\u0028' (", "(")]
    [InlineData("@\"a\"\"(\" )", ")")]
    [InlineData("$\"{f(x)} {{ ( \" ]", "()]")]
    [InlineData("\"\"\" ( \"\" \"\"\" }", "}")]
    [InlineData("$$\"\"\" {{f[0]}} { \"\"\" )", "[])")]
    [InlineData("\"not closed (\n)", ")")]
    [InlineData("$\"{a(", "(")]
    [InlineData("'", "")]
    [InlineData("'\\", "")]
    [InlineData("@", "")]
    [InlineData("/*", "")]
    [InlineData("\"\\", "")]
    [InlineData("#region Old ( {\n)", ")")]
    [InlineData("#if A\n{ (\n#else\n[\n#endif\n]", "[]")]
    [InlineData("#if A\n{\n#else\n[\n#endif\n#if A\n(", "[(")]
    [InlineData("#if A\n{\n#elif B\n[", "[")]
    [InlineData("#if A\n#if B\n(\n#else\n{", "{")]
    [InlineData("$\"\"\"\n  {f(\"}\")} )\n  \"\"\" ]", "()]")]
    [InlineData("$@\"{d[\"\"k\"\"]} ( \" )", "[])")]
    [InlineData("\"a ( \"u8 )", ")")]
    public void Brackets_are_those_of_code(string text, string expected) =>
        Assert.Equal(expected, string.Concat(BracketScan.Of(text).Brackets.Select(b => b.Bracket)));

    [Theory]
    [InlineData("int x = 1;", true)]
    [InlineData("// x", false)]
    [InlineData("// x\n", true)]
    [InlineData("/* x", false)]
    [InlineData("var s = \"x", false)]
    [InlineData("var s = $\"{x", true)]
    [InlineData("var s = @\"x\n", false)]
    [InlineData("var s = \"\"\"\nx", false)]
    [InlineData("#region x", false)]
    [InlineData("#if A\nx", true)]
    [InlineData("var s = $\"{\"x", false)]
    public void End_is_told_to_be_code_or_not(string text, bool expected) =>
        Assert.Equal(expected, BracketScan.Of(text).EndsInCode);

    [Fact]
    public void Unmatched_closers_and_open_brackets_are_counted()
    {
        var scan = BracketScan.Of(") f(] { [");

        Assert.Equal(2, scan.UnmatchedClosers);
        Assert.Equal("({[", string.Concat(scan.OpenAtEnd));
    }

    [Fact]
    public void Lines_inside_strings_are_known()
    {
        const string text = "var s = @\"a\nb\";\nint x;";
        var scan = BracketScan.Of(text);

        Assert.True(scan.BeginsInString(text.IndexOf('b', StringComparison.Ordinal)));
        Assert.False(scan.BeginsInString(text.IndexOf("int", StringComparison.Ordinal)));
    }

    [Fact]
    public void Random_text_never_fails()
    {
        const string alphabet = "\"'@$\\{}()[]/*\n ax";
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(24)).Select(_ => alphabet[random.Next(alphabet.Length)])
            );

            Assert.All(BracketScan.Of(text).Brackets, b => Assert.Equal(text[b.At], b.Bracket));
        }
    }
}
