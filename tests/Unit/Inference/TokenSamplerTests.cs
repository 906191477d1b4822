using GptOssDev.Inference;
using GptOssDev.Inference.Sampling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class TokenSamplerTests
{
    private static readonly float[] Logits = [1f, 3f, 2f, 3f, -1f];

    [Fact]
    public void Sample_greedy_takes_the_first_of_the_largest()
    {
        var token = new TokenSampler(SamplingOptions.Greedy, new SamplerScratch()).Sample(Logits, mask: null);

        Assert.Equal(1, token.Id);
        Assert.Equal(Math.Log(Probability(Logits, 1, 1)), token.LogProbability, 1e-5);
    }

    [Fact]
    public void Sample_with_a_seed_repeats()
    {
        var options = new SamplingOptions(Temperature: 1.3, TopP: 0.95, Seed: 11);

        Assert.Equal(Draw(options, 200), Draw(options, 200));
        Assert.NotEqual(Draw(options, 200), Draw(options with { Seed = 12 }, 200));
    }

    [Theory]
    [InlineData(0.7, 1)]
    [InlineData(1.0, 1)]
    [InlineData(2.0, 1)]
    [InlineData(1.0, 0.9)]
    [InlineData(1.0, 0.5)]
    public void Sample_follows_the_distribution(double temperature, double topP)
    {
        const int Draws = 40_000;
        var expected = Nucleus(temperature, topP);

        var drawn = Draw(new SamplingOptions(temperature, topP, Seed: 5), Draws);

        for (var id = 0; id < Logits.Length; id++)
        {
            var share = drawn.Count(d => d == id) / (double)Draws;
            // Four standard deviations of a binomial share.
            var slack = 4 * Math.Sqrt(expected[id] * (1 - expected[id]) / Draws);
            Assert.InRange(share, expected[id] - slack, expected[id] + slack);
        }
    }

    private static int[] Draw(SamplingOptions options, int count)
    {
        var sampler = new TokenSampler(options, new SamplerScratch());
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Sample(Logits, mask: null).Id)];
    }

    private static double[] Nucleus(double temperature, double topP)
    {
        var all = Enumerable.Range(0, Logits.Length).Select(i => Probability(Logits, i, temperature)).ToArray();
        var kept = new double[all.Length];
        double sum = 0;
        foreach (var id in Enumerable.Range(0, all.Length).OrderByDescending(i => all[i]).ThenBy(i => i))
        {
            if (sum >= topP)
            {
                break;
            }

            sum += kept[id] = all[id];
        }

        return [.. kept.Select(k => k / sum)];
    }

    private static double Probability(float[] logits, int id, double temperature) =>
        Math.Exp(logits[id] / temperature) / logits.Sum(l => Math.Exp(l / temperature));
}
