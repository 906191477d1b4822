using System.Text;
using GptOssDev.Grammar;
using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class FirstIdentifierConstraintTests
{
    private static readonly FirstIdentifierRule _afterDot = new(OnlyNames: true, LeadingBlanks: false);

    private static readonly Words _tokens = new(
        "<stop>",
        "C",
        "Co",
        "Count",
        "Counts",
        "Count(",
        "Count ==",
        "unt",
        "Clear();",
        "lear",
        "(",
        " ",
        " Count",
        "\tC",
        "1",
        "ü",
        "Größe",
        "@",
        "class",
        "_",
        ""
    );

    private static readonly TokenVocabulary _texts = TokenVocabulary.Of(_tokens);

    [Fact]
    public void Tokens_stay_on_the_way_to_a_name_or_end_one() =>
        Check(["Count", "Clear"], _afterDot, [], "C", "Co", "Count", "Count(", "Count ==", "Clear();");

    [Fact]
    public void Second_token_goes_on_where_the_first_ended() => Check(["Count", "Clear"], _afterDot, ["Co"], "unt");

    [Fact]
    public void Whole_name_may_end_or_become_a_longer_one() =>
        Check(["Count", "Counts1"], _afterDot, ["Count"], "<stop>", "(", " ", " Count", "\tC", "@");

    [Fact]
    public void Name_that_is_typed_whole_may_end_at_once() =>
        Check(["", "s"], _afterDot, [], "<stop>", "(", " ", " Count", "\tC", "@");

    [Fact]
    public void All_is_free_behind_the_identifier()
    {
        var constraint = new FirstIdentifierConstraint(_texts, new IdentifierTrie(["Count"]), _afterDot);

        constraint.Accept(_tokens.IdOf("Count("));

        Assert.True(constraint.IsFree);
        Assert.Equal(_texts.Count, constraint.Allowed().Allowed);
        constraint.Accept(_tokens.IdOf("Clear();"));
        Assert.True(constraint.IsFree);
    }

    [Fact]
    public void Blanks_may_come_first_where_they_were_typed() =>
        Check(
            ["Count"],
            _afterDot with
            {
                LeadingBlanks = true,
            },
            [],
            "C",
            "Co",
            "Count",
            "Count(",
            "Count ==",
            " ",
            " Count",
            "\tC"
        );

    [Fact]
    public void Other_text_may_begin_where_more_than_names_may_stand() =>
        Check(
            ["Count"],
            new FirstIdentifierRule(OnlyNames: false, LeadingBlanks: false),
            [],
            "<stop>",
            "C",
            "Co",
            "Count",
            "Count(",
            "Count ==",
            "(",
            " ",
            " Count",
            "\tC",
            "1",
            "@"
        );

    [Fact]
    public void Letters_of_several_bytes_count_as_letters() => Check(["Größe"], _afterDot, [], "Größe");

    [Fact]
    public void Keyword_as_a_name_has_its_sign()
    {
        Check(["@class"], _afterDot, [], "@");
        Check(["@class"], _afterDot, ["@"], "class");
    }

    [Fact]
    public void Vocabulary_without_a_way_on_leaves_the_model_free()
    {
        var constraint = new FirstIdentifierConstraint(_texts, new IdentifierTrie(["Zip"]), _afterDot);

        Assert.Equal(_texts.Count, constraint.Allowed().Allowed);
        Assert.True(constraint.IsFree);
    }

    [Fact]
    public void Random_walks_write_only_names()
    {
        string[] names = ["Count", "Counts", "Clear", "C", "_"];
        var random = new Random(5);
        for (var run = 0; run < 200; run++)
        {
            var constraint = new FirstIdentifierConstraint(_texts, new IdentifierTrie(names), _afterDot);
            var written = new StringBuilder();
            while (!constraint.IsFree)
            {
                var mask = constraint.Allowed();
                var allowed = Enumerable.Range(0, _texts.Count).Where(id => mask[id]).ToArray();
                var token = allowed[random.Next(allowed.Length)];
                written.Append(token == 0 ? ";" : _tokens.TextOf(token));
                constraint.Accept(token);
            }
            var text = written.ToString();
            var length = text.TakeWhile(c => char.IsLetterOrDigit(c) || c == '_').Count();
            Assert.Contains(text[..length], names);
        }
    }

    private static void Check(string[] names, FirstIdentifierRule rule, string[] written, params string[] allowed)
    {
        var constraint = new FirstIdentifierConstraint(_texts, new IdentifierTrie(names), rule);
        foreach (var token in written)
        {
            Assert.True(constraint.Allowed()[_tokens.IdOf(token)], token);
            constraint.Accept(_tokens.IdOf(token));
        }
        var mask = constraint.Allowed();
        Assert.Equal(allowed, Enumerable.Range(0, _texts.Count).Where(id => mask[id]).Select(_tokens.TextOf));
    }

    /// <summary>A vocabulary of words; the first is a control token.</summary>
    private sealed class Words(params string[] words) : ITokenizer
    {
        public int Count => words.Length;

        public int IdOf(string word) => Array.IndexOf(words, word);

        public string TextOf(int id) => words[id];

        public int[] Encode(string text) => [IdOf(text)];

        public bool TryGetControlToken(string text, out int id)
        {
            id = IdOf(text);
            return id == 0;
        }

        public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
        {
            bytes = id < words.Length ? Encoding.UTF8.GetBytes(words[id]) : default;
            return id < words.Length;
        }

        public bool IsControl(int id) => id == 0;
    }
}
