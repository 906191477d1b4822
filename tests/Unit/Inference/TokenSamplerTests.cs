using GptOssDev.Grammar;
using GptOssDev.Inference;
using GptOssDev.Inference.Sampling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class TokenSamplerTests
{
    private static readonly float[] _logits = [1f, 3f, 2f, 3f, -1f];
    private static readonly SamplingOptions _drawn = new(Temperature: 1.3, TopP: 0.95, Seed: 11);

    [Fact]
    public void Sample_greedy_takes_the_first_of_the_largest()
    {
        var token = Sampler(SamplingOptions.Greedy).Sample(_logits, mask: null);

        Assert.Equal(1, token.Id);
        Assert.Equal(ReferenceSampler.LogProbability(_logits, 1), token.LogProbability, 1e-5);
    }

    [Fact]
    public void Sample_greedy_ties_across_vectors_and_zeros_take_the_smallest_id()
    {
        var logits = Enumerable.Repeat(-1f, 500).ToArray();
        (logits[37], logits[38], logits[499]) = (-0f, 0f, 0f);

        Assert.Equal(37, Sampler(SamplingOptions.Greedy).Sample(logits, mask: null).Id);
        Assert.Equal(38, Sampler(SamplingOptions.Greedy).Sample(logits, Mask(500, 38, 400, 499)).Id);
    }

    [Fact]
    public void Sample_with_a_seed_repeats()
    {
        Assert.Equal(Draw(_drawn, 200), Draw(_drawn, 200));
        Assert.NotEqual(Draw(_drawn, 200), Draw(_drawn with { Seed = 12 }, 200));
    }

    [Fact]
    public void Sample_with_a_seed_repeats_whatever_shares_its_scratch()
    {
        var scratch = new SamplerScratch();
        var sampler = new TokenSampler(_drawn, scratch);
        var other = new TokenSampler(new SamplingOptions(0.7) { TopK = 2, RepetitionPenalty = 1.5 }, scratch);
        float[] otherLogits = [.. Enumerable.Range(0, 5000).Select(i => i % 13f)];
        var drawn = new List<int>();

        for (var i = 0; i < 200; i++)
        {
            other.Accept(other.Sample(otherLogits, mask: null).Id);
            drawn.Add(sampler.Sample(_logits, mask: null).Id);
        }

        Assert.Equal(Draw(_drawn, 200), drawn);
    }

    [Fact]
    public void Sample_takes_one_number_for_each_token()
    {
        var first = Sampler(_drawn);
        var second = Sampler(_drawn);
        // A failure takes none.
        Assert.Throws<InferenceException>(() => second.Sample(_logits, Mask(_logits.Length)));

        var wide = Enumerable.Range(0, 50).Select(_ => first.Sample(_logits, mask: null).Id).Last();
        // A sampler takes as many whether there was a choice or none.
        _ = Enumerable.Range(0, 49).Select(_ => second.Sample(_logits, Mask(_logits.Length, 4)).Id).Last();

        Assert.Equal(wide, second.Sample(_logits, mask: null).Id);
    }

    [Fact]
    public void Sample_with_a_mask_reports_the_probability_without_it()
    {
        foreach (var options in new[] { SamplingOptions.Greedy, _drawn with { RepetitionPenalty = 2 } })
        {
            var sampler = Sampler(options);
            sampler.Prime([4]);

            var token = sampler.Sample(_logits, Mask(_logits.Length, 4));

            Assert.Equal(4, token.Id);
            Assert.Equal(ReferenceSampler.LogProbability(_logits, 4), token.LogProbability, 1e-5);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Sample_passes_over_logits_that_are_not_finite(float odd)
    {
        float[] logits = [odd, 0.5f, odd, 1f, odd];

        var greedy = Sampler(SamplingOptions.Greedy).Sample(logits, mask: null);
        var sampler = Sampler(_drawn with { TopP = 1 });
        var drawn = Enumerable.Range(0, 100).Select(_ => sampler.Sample(logits, mask: null).Id).ToHashSet();

        Assert.Equal(3, greedy.Id);
        Assert.Equal(-Math.Log(1 + Math.Exp(-0.5)), greedy.LogProbability, 1e-5);
        Assert.Equal([1, 3], drawn.Order());
    }

    [Fact]
    public void Sample_without_a_finite_allowed_logit_fails()
    {
        float[] logits = [float.NaN, 1f, float.NegativeInfinity, float.PositiveInfinity];
        float[] hopeless = [float.NaN, float.NegativeInfinity, float.PositiveInfinity];
        foreach (var options in new[] { SamplingOptions.Greedy, _drawn, _drawn with { TopK = 1 } })
        {
            var sampler = Sampler(options);
            Assert.Equal(
                InferenceFailure.DecodeFailed,
                Assert.Throws<InferenceException>(() => sampler.Sample(logits, Mask(4, 0, 2, 3))).Reason
            );
            Assert.Throws<InferenceException>(() => sampler.Sample(logits, Mask(4)));
            Assert.Throws<InferenceException>(() => sampler.Sample(hopeless, mask: null));
        }
    }

    [Fact]
    public void Sample_refuses_a_mask_of_another_vocabulary() =>
        Assert.Throws<ArgumentException>(() => Sampler(_drawn).Sample(_logits, new TokenMask(4)));

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-40)]
    [InlineData(1e-6)]
    public void Sample_at_a_vanishing_temperature_draws_among_the_largest(double temperature)
    {
        var sampler = Sampler(new SamplingOptions(temperature, Seed: 1));

        var drawn = Enumerable.Range(0, 100).Select(_ => sampler.Sample(_logits, mask: null).Id).ToHashSet();

        Assert.Equal([1, 3], drawn.Order());
    }

    [Fact]
    public void Sample_with_top_p_zero_or_top_k_one_or_min_p_one_takes_the_largest()
    {
        float[] logits = [1f, 5f, 2f, 4.5f];
        SamplingOptions warm = new(Temperature: 2, Seed: 4);
        foreach (var options in new[] { warm with { TopP = 0 }, warm with { TopK = 1 }, warm with { MinP = 1 } })
        {
            var sampler = Sampler(options);
            Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(1, sampler.Sample(logits, mask: null).Id));
        }
    }

    public static TheoryData<SamplingOptions, string> BadOptions() =>
        new()
        {
            { new(Temperature: -0.1), "temperature is -0.1; it must be 0 or more" },
            { new(Temperature: double.NaN), "temperature is NaN; it must be 0 or more" },
            { new(Temperature: double.PositiveInfinity), "temperature is Infinity; it must be 0 or more" },
            { new(TopP: 1.5), "top-p is 1.5; it must be from 0 to 1" },
            {
                new() { TopK = -1 },
                "top-k is -1; it must be 0 or more"
            },
            {
                new() { MinP = 1.1 },
                "min-p is 1.1; it must be from 0 to 1"
            },
            {
                new() { RepetitionPenalty = 0 },
                "repetition penalty is 0; it must be from 0.01 to 100"
            },
            {
                new() { FrequencyPenalty = 3 },
                "frequency penalty is 3; it must be from -2 to 2"
            },
            {
                new() { PresencePenalty = -3 },
                "presence penalty is -3; it must be from -2 to 2"
            },
            {
                new() { PenaltyWindow = -1 },
                "penalty window is -1; it must be from 0 to 131072"
            },
        };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Sampler_refuses_options_out_of_range(SamplingOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Sampler(options)).Message);

    [Fact]
    public void Sample_allocates_nothing_once_warm()
    {
        var scratch = new SamplerScratch();
        float[] logits = [.. Enumerable.Range(0, 5000).Select(i => MathF.Sin(i * 0.7f) * 8)];
        var few = Mask(5000, 3, 77, 4000);
        var most = Mask(5000, [.. Enumerable.Range(0, 5000).Where(i => i % 9 != 0)]);
        TokenSampler[] samplers =
        [
            new(SamplingOptions.Greedy, scratch),
            new(new SamplingOptions(1, Seed: 1), scratch),
            new(_drawn with { TopK = 40, MinP = 0.01 }, scratch),
            new(_drawn with { RepetitionPenalty = 1.1, FrequencyPenalty = 0.5, PresencePenalty = 0.1 }, scratch),
        ];
        void Step()
        {
            foreach (var sampler in samplers)
            {
                sampler.Accept(sampler.Sample(logits, mask: null).Id);
                sampler.Accept(sampler.Sample(logits, few).Id);
                sampler.Accept(sampler.Sample(logits, most).Id);
            }
        }

        // Fills the penalty window and lets its tables reach their size.
        for (var i = 0; i < 300; i++)
        {
            Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TokenSampler Sampler(SamplingOptions options) => new(options, new SamplerScratch());

    private static TokenMask Mask(int count, params int[] allowed)
    {
        var mask = new TokenMask(count);
        foreach (var id in allowed)
        {
            mask.Add(id);
        }

        return mask;
    }

    private static int[] Draw(SamplingOptions options, int count)
    {
        var sampler = Sampler(options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Sample(_logits, mask: null).Id)];
    }
}
