using GptOssDev.Grammar;
using GptOssDev.Grammar.Patterns;
using GptOssDev.Grammar.Vocabulary;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference.Constraints;

public sealed class TokenGrammarTests
{
    private const int Cases = 200;
    private const int StepsOfACase = 8;

    // Of the bytes those that texts hold, that encode them, and some that never come.
    private static readonly byte[] _interestingBytes =
    [
        .. "ab\",/ntux0dD\n\\\u00e9\u20ac\ud83d\ude00"u8,
        0,
        0xC0,
        0xE0,
        0xED,
        0xFF,
    ];

    [Fact]
    public void Mask_holds_exactly_the_tokens_that_leave_a_viable_text()
    {
        var random = new Random(11);
        var patterns = new RandomPattern(random);
        for (var i = 0; i < Cases; i++)
        {
            var tokenizer = new ListedTokenizer(patterns.Tokens(40));
            var controls = Enumerable.Range(tokenizer.Count - 8, 7).ToList();
            var pattern = patterns.Next(4, controls);
            var grammar = TokenGrammar.Compile(pattern, TokenVocabulary.Of(tokenizer), [tokenizer.EndOfText]);
            // Two generations of one grammar share its caches; the second one must not see a difference.
            foreach (var seed in new[] { i, i + 1 })
            {
                Follow(grammar, ReferenceLanguage.Of(pattern), tokenizer, new Random(seed));
            }
        }
    }

    [Fact]
    public void Allowed_of_a_forced_text_is_one_token_where_only_one_can_follow()
    {
        var tokenizer = ListedTokenizer.Of("ab");
        var constraint = TokenGrammar
            .Compile(Pattern.Text("xb"), TokenVocabulary.Of(tokenizer), [tokenizer.EndOfText])
            .Start();

        Assert.Equal(['x'], Allowed(constraint, tokenizer));
        constraint.Accept('x');
        Assert.Equal(['b'], Allowed(constraint, tokenizer));
        constraint.Accept('b');
        Assert.Equal([tokenizer.EndOfText], Allowed(constraint, tokenizer));
        constraint.Accept(tokenizer.EndOfText);
        Assert.Equal([tokenizer.EndOfText], Allowed(constraint, tokenizer));
    }

    [Fact]
    public void Choice_and_forced_prefix_bound_the_text()
    {
        var tokenizer = ListedTokenizer.Of("note", "warning", "warn", "erro", "no");
        var grammar = TokenGrammar.Compile(
            Pattern.Sequence(Pattern.Text("kind: "), Pattern.OneOf("note", "warning", "error")),
            TokenVocabulary.Of(tokenizer),
            [tokenizer.EndOfText]
        );

        Assert.True(Texts.Accepts(grammar, tokenizer, "kind: warning"));
        Assert.False(Texts.Accepts(grammar, tokenizer, "kind: warn"));
        Assert.False(Texts.Accepts(grammar, tokenizer, "note"));
        var constraint = grammar.Start();
        foreach (var id in tokenizer.Encode("kind: "))
        {
            constraint.Accept(id);
        }

        Assert.Equal(new[] { 'e', 'n', 'w', 256, 257, 258, 259, 260 }.Order(), Allowed(constraint, tokenizer).Order());
    }

    [Fact]
    public void Accept_of_a_token_outside_the_mask_is_refused_and_changes_nothing()
    {
        var tokenizer = ListedTokenizer.Of();
        var constraint = TokenGrammar
            .Compile(Pattern.Text("ab"), TokenVocabulary.Of(tokenizer), [tokenizer.EndOfText])
            .Start();

        Assert.Throws<ArgumentException>(() => constraint.Accept('b'));
        Assert.Throws<ArgumentException>(() => constraint.Accept(tokenizer.EndOfText));
        Assert.Throws<ArgumentException>(() => constraint.Accept(tokenizer.Count));
        Assert.Equal(['a'], Allowed(constraint, tokenizer));
    }

    [Fact]
    public void Compile_of_what_nothing_can_meet_is_refused()
    {
        var tokenizer = ListedTokenizer.Of();

        var failure = Assert.Throws<GrammarException>(() =>
            TokenGrammar.Compile(
                Pattern.Sequence(Pattern.Text("a"), Pattern.Nothing),
                TokenVocabulary.Of(tokenizer),
                [tokenizer.EndOfText]
            )
        );
    }

    [Fact]
    public void Compile_of_bounds_that_multiply_is_refused_instead_of_filling_the_memory()
    {
        var tokenizer = ListedTokenizer.Of();
        var huge = Pattern.Text("ab");
        for (var i = 0; i < 6; i++)
        {
            huge = Pattern.Repeat(Pattern.Sequence(huge, Pattern.Text("c")), 100, 100);
        }

        Assert.Throws<GrammarException>(() =>
            TokenGrammar.Compile(huge, TokenVocabulary.Of(tokenizer), [tokenizer.EndOfText])
        );
    }

    [Fact]
    public void Grammar_of_more_states_than_it_keeps_goes_on_rightly()
    {
        var tokenizer = ListedTokenizer.Of("ab", "ba", "aab");
        var pattern = Pattern.Sequence(
            Pattern.Text("<"),
            Pattern.Repeat(Pattern.OneOf("a", "b"), 0, 30_000),
            Pattern.Text(">")
        );
        var grammar = TokenGrammar.Compile(pattern, TokenVocabulary.Of(tokenizer), [tokenizer.EndOfText]);
        var constraint = grammar.Start();
        constraint.Accept('<');
        for (var i = 0; i < 29_999; i++)
        {
            constraint.Accept(i % 3 == 0 ? 'b' : 'a');
        }

        Assert.Equal(['>', 'a', 'b'], Allowed(constraint, tokenizer));
        constraint.Accept('a');
        Assert.Equal(['>'], Allowed(constraint, tokenizer));
    }

    [Fact]
    public void Grammars_are_shared_by_name_and_the_oldest_goes()
    {
        var tokenizer = ListedTokenizer.Of();
        var cache = TokenVocabulary.Of(tokenizer).Grammars;
        var first = cache.Get("0", () => Pattern.Text("0"), [tokenizer.EndOfText]);

        Assert.Same(first, cache.Get("0", () => Pattern.Nothing, [tokenizer.EndOfText]));
        for (var i = 1; i < 100; i++)
        {
            cache.Get($"{i}", () => Pattern.Text("1"), [tokenizer.EndOfText]);
        }

        Assert.NotSame(first, cache.Get("0", () => Pattern.Text("0"), [tokenizer.EndOfText]));
    }

    private static void Follow(
        TokenGrammar grammar,
        ReferenceLanguage language,
        ListedTokenizer tokenizer,
        Random random
    )
    {
        var constraint = grammar.Start();
        for (var step = 0; step < StepsOfACase; step++)
        {
            var asked = Enumerable
                .Range(256, tokenizer.Count - 256)
                .Concat(_interestingBytes.Select(b => (int)b))
                .ToHashSet();
            var expected = asked
                .Where(id =>
                    id == tokenizer.EndOfText ? language.HoldsEmpty : !After(language, tokenizer, id).IsNothing
                )
                .Order()
                .ToList();
            var allowed = Allowed(constraint, tokenizer).FindAll(asked.Contains);

            Assert.Equal(expected, allowed);
            if (allowed.Count == 0)
            {
                return;
            }

            var token = allowed[random.Next(allowed.Count)];
            constraint.Accept(token);
            if (token == tokenizer.EndOfText)
            {
                return;
            }

            language = After(language, tokenizer, token);
        }
    }

    private static ReferenceLanguage After(ReferenceLanguage language, ListedTokenizer tokenizer, int id) =>
        tokenizer.IsControl(id) ? language.After(256 + id)
        : tokenizer.TryGetBytes(id, out var bytes) ? language.After(bytes.ToArray())
        : ReferenceLanguage.None;

    private static List<int> Allowed(ITokenConstraint constraint, ListedTokenizer tokenizer)
    {
        var mask = constraint.Allowed();
        var allowed = Enumerable.Range(0, tokenizer.Count).Where(id => mask[id]).ToList();
        Assert.Equal(allowed.Count, mask.Allowed);
        return allowed;
    }
}
