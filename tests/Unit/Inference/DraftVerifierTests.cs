using GptOssDev.Grammar;
using GptOssDev.Inference;
using GptOssDev.Inference.Speculation;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class DraftVerifierTests
{
    private static readonly FormulaModel _model = new(vocabulary: 12);

    private static readonly SamplingOptions[] _options =
    [
        SamplingOptions.Greedy,
        SamplingOptions.Greedy with
        {
            RepetitionPenalty = 1.3,
            PenaltyWindow = 6,
        },
        new(Temperature: 1, Seed: 5),
        new(Temperature: 0.7, TopP: 0.8, Seed: 6) { FrequencyPenalty = 0.4, PresencePenalty = 0.2 },
        new(Temperature: 1.5, Seed: 7)
        {
            TopK = 5,
            MinP = 0.1,
            RepetitionPenalty = 1.2,
            PenaltyWindow = 9,
        },
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Generation_with_drafts_gives_the_same_tokens(bool masked)
    {
        var confirmed = 0;
        var rejected = 0;
        foreach (var options in _options)
        {
            for (var seed = 0; seed < 20; seed++)
            {
                var random = new Random(seed);
                int[] prompt = [.. Enumerable.Range(0, 30).Select(_ => random.Next(_model.Vocabulary))];
                FormulaGeneration Start() => new(_model, options, prompt, masked ? MaskOf : _ => null);

                var plain = Start().Run(60, _ => []);
                var drafted = 0;
                // Half of the drafts' tokens are what greedy would take, so that drafts hold for a while and then fail.
                var speculative = Start()
                    .Run(
                        60,
                        text =>
                        {
                            var draft = LikelyDraft(text, random);
                            drafted += draft.Length;
                            return draft;
                        }
                    );

                Assert.Equal(plain.Tokens, speculative.Tokens);
                confirmed += speculative.Confirmed;
                rejected += drafted - speculative.Confirmed;
            }
        }

        Assert.True(confirmed > 500 && rejected > 500, $"{confirmed} confirmed, {rejected} rejected");
    }

    [Fact]
    public void Generation_with_prompt_lookup_gives_the_same_tokens()
    {
        var options = new SamplingOptions(Temperature: 0.2, Seed: 3);
        var model = new FormulaModel(vocabulary: 40, context: 1);
        int[] prompt = [.. Enumerable.Range(0, 400).Select(i => i % 40)];
        var lookup = new PromptLookup(4096);
        lookup.Append(prompt);
        var known = prompt.Length;
        int[] Draft(IReadOnlyList<int> text)
        {
            for (; known < text.Count; known++)
            {
                lookup.Append(text[known]);
            }

            var draft = new int[6];
            return draft[..lookup.Draft(draft).Length];
        }

        var plain = new FormulaGeneration(model, options, prompt, _ => null).Run(300, _ => []);
        var speculative = new FormulaGeneration(model, options, prompt, _ => null).Run(300, Draft);

        Assert.Equal(plain.Tokens, speculative.Tokens);
        Assert.True(speculative.Confirmed > 50, $"{speculative.Confirmed} confirmed");
    }

    [Fact]
    public void Generation_with_drafts_keeps_the_distribution()
    {
        const int Runs = 6000;
        var model = new FormulaModel(vocabulary: 4);
        var options = new SamplingOptions(Temperature: 2, TopP: 0.9);
        int[] prompt = [1, 2];
        var counts = new int[4 * 4 * 4];
        for (var seed = 0; seed < Runs; seed++)
        {
            var generation = new FormulaGeneration(model, options with { Seed = seed }, prompt, _ => null);
            // The draft depends on nothing that is drawn.
            var tokens = generation.Run(3, text => text.Count == 2 ? [seed % 4, seed / 4 % 4] : [2]).Tokens;
            counts[(tokens[0].Id * 16) + (tokens[1].Id * 4) + tokens[2].Id]++;
        }

        var expected = new double[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            int[] tokens = [i / 16, i / 4 % 4, i % 4];
            expected[i] = 1;
            for (var at = 0; at < 3; at++)
            {
                var logits = model.Logits([.. prompt, .. tokens.Take(at)]);
                expected[i] *= ReferenceSampler.Probabilities(options, logits)[tokens[at]];
            }
        }

        Assert.True(ChiSquare.PValue(counts, expected) > 1e-3);
    }

    [Fact]
    public void Confirms_ends_at_the_first_difference_and_at_the_end()
    {
        var failing = new DraftVerifier([7, 8, 9]);
        Assert.True(failing.Confirms(7));
        Assert.False(failing.Confirms(9));
        Assert.Equal(1, failing.Accepted);

        var whole = new DraftVerifier([7]);
        Assert.True(whole.Confirms(7));
        Assert.False(whole.Confirms(7));
        Assert.Equal(1, whole.Accepted);

        var empty = new DraftVerifier([]);
        Assert.False(empty.Confirms(0));
        Assert.Equal(0, empty.Accepted);
    }

    // Every third token must be even, as a constraint with a state would have it.
    private static TokenMask? MaskOf(IReadOnlyList<int> text)
    {
        if (text.Count % 3 != 0)
        {
            return null;
        }

        var mask = new TokenMask(_model.Vocabulary);
        for (var id = 0; id < _model.Vocabulary; id += 2)
        {
            mask.Add(id);
        }

        return mask;
    }

    private static int[] LikelyDraft(IReadOnlyList<int> text, Random random)
    {
        List<int> all = [.. text];
        for (var left = random.Next(0, 6); left > 0; left--)
        {
            var logits = _model.Logits(all);
            all.Add(random.Next(4) == 0 ? random.Next(_model.Vocabulary) : Array.IndexOf(logits, logits.Max()));
        }

        return [.. all.Skip(text.Count)];
    }
}
