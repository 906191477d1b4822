using System.Text.RegularExpressions;
using GptOssDev.Grammar;
using GptOssDev.Grammar.RegularExpressions;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

public sealed class RegularExpressionPatternTests
{
    private static readonly string[] _atoms =
    [
        "a",
        "b",
        "-",
        ".",
        "[ab]",
        "[^a]",
        "[a-c-]",
        "[^\\d\\s]",
        "\\d",
        "\\D",
        "\\w",
        "\\W",
        "\\s",
        "\\S",
        "\\.",
        "\\p{L}",
        "\\P{L}",
        "[\\p{Lu}_]",
        "\\u00e9",
        "\\x41",
        "é",
        "(a|b)",
        "(?:ab|a|)",
        "(?:a*b)",
    ];

    private static readonly string[] _quantifiers =
    [
        "",
        "",
        "",
        "*",
        "+",
        "?",
        "{2}",
        "{1,}",
        "{0,2}",
        "*?",
        "+?",
        "??",
    ];
    private const string Characters = "aabbcA-._ 19é\u0661\n\u2028";

    [Fact]
    public void Matches_are_those_of_the_runtime()
    {
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var expression = string.Concat(
                Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(_atoms) + Pick(_quantifiers))
            );
            var grammar = Texts.Grammar(RegularExpressionPattern.Of(expression));
            var runtime = new Regex($"\\A(?:{expression})\\z", RegexOptions.CultureInvariant);
            var narrow = new Regex($"\\A(?:{Narrow(expression)})\\z", RegexOptions.CultureInvariant);
            for (var j = 0; j < 10; j++)
            {
                var text = string.Concat(
                    Enumerable.Range(0, random.Next(0, 5)).Select(_ => Characters[random.Next(Characters.Length)])
                );
                var accepted = Texts.Accepts(grammar, text);

                Assert.True(!accepted || runtime.IsMatch(text), $"{expression} on {text}");
                Assert.True(accepted || !narrow.IsMatch(text) || !IsPlain(text), $"{expression} on {text}");
            }

            if (Texts.Random(grammar, random) is { } made)
            {
                Assert.True(runtime.IsMatch(made), $"{expression} made {made}");
            }
        }

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    [Theory]
    [InlineData("^a$", "a", true)]
    [InlineData("^(a|b)$", "b", true)]
    [InlineData("a\\$", "a$", true)]
    [InlineData("[$^]", "^", true)]
    [InlineData("\\ud83d\\ude00{2}", "😀😀", true)]
    [InlineData("\\u{1F600}", "😀", true)]
    [InlineData("(((a)))", "a", true)]
    [InlineData("", "", true)]
    [InlineData("a{2,3}", "aaaa", false)]
    [InlineData(".", "\n", false)]
    public void Expression_matches_whole_texts(string expression, string text, bool accepted)
    {
        Assert.Equal(accepted, Texts.Accepts(Texts.Grammar(RegularExpressionPattern.Of(expression)), text));
    }

    [Theory]
    [InlineData("a$b", "anchor")]
    [InlineData("^a|b$", "alternatives")]
    [InlineData("(?=a)", "option")]
    [InlineData("(?<n>a)", "option")]
    [InlineData("\\bword", "\\b")]
    [InlineData("(a)\\1", "\\1")]
    [InlineData("a**", "quantifier")]
    [InlineData("a++", "quantifier")]
    [InlineData("*a", "belongs to nothing")]
    [InlineData("(a", "open group")]
    [InlineData("a)", "closes nothing")]
    [InlineData("[a", "end too early")]
    [InlineData("[]", "empty class")]
    [InlineData("[z-a]", "order")]
    [InlineData("[a-z-[b]]", "taken from a class")]
    [InlineData("a{3,2}", "order")]
    [InlineData("a{x}", "count")]
    [InlineData("a{9999999}", "too large")]
    [InlineData("\\p{Greek}", "Greek")]
    [InlineData("\\p", "without a name")]
    [InlineData("\\ud83d", "surrogate")]
    [InlineData("\\u12", "digits")]
    [InlineData("a\\", "end too early")]
    public void Expression_outside_of_the_subset_is_refused(string expression, string word)
    {
        var failure = Assert.Throws<GrammarException>(() => RegularExpressionPattern.Of(expression));
        Assert.Contains(word, failure.Message);
    }

    [Fact]
    public void Expression_of_deep_groups_is_refused()
    {
        var deep = new string('(', 5000) + "a" + new string(')', 5000);

        Assert.Throws<GrammarException>(() => RegularExpressionPattern.Of(deep));
    }

    // Where dialects differ only what all of them match is made.
    private static string Narrow(string expression) => Regex.Replace(expression, @"(?<!\\)\.", @"[^\n\r\u2028\u2029]");

    private static bool IsPlain(string text) => text.All(char.IsAscii);
}
