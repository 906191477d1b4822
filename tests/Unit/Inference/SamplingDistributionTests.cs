using GptOssDev.Inference;
using GptOssDev.Inference.Sampling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>Chi-square of drawn tokens against exact probabilities. The seeds are fixed, so an outcome never changes.</summary>
public sealed class SamplingDistributionTests
{
    private const int Draws = 4000;

    // By Bonferroni the chance that a right sampler fails any of the tests is below a hundredth.
    private const double Significance = 0.01 / 100;

    private static readonly SamplingOptions[] _combinations =
    [
        new(Temperature: 1),
        new(Temperature: 0.6),
        new(Temperature: 1.5),
        new(Temperature: 1, TopP: 0.9),
        new(Temperature: 1.4, TopP: 0.5),
        new(Temperature: 1) { MinP = 0.05 },
        new(Temperature: 2) { MinP = 0.2 },
        new(Temperature: 1) { TopK = 3 },
        new(Temperature: 0.8, TopP: 0.8) { TopK = 10 },
        new(Temperature: 1.2, TopP: 0.95) { TopK = 40, MinP = 0.02 },
    ];

    private static readonly float[][] _vectors =
    [
        [0.3f, -0.2f],
        [1f, 1f, 1f],
        [1f, 3f, 2f, 3f, -1f],
        [5f, 0f, 0f, 0f, 0f, 0f, 0f, 0f],
        [-80f, -80.5f, -81f, -82f, -90f, -100f],
        Vector(1, 17, spread: 1),
        Vector(2, 64, spread: 2),
        Vector(3, 300, spread: 3),
        // More than one block of the vector arithmetic, with and without a head that stands out.
        Vector(4, 3000, spread: 4),
        Vector(5, 5000, spread: 0.1f),
    ];

    public static TheoryData<int, int> Cases()
    {
        var cases = new TheoryData<int, int>();
        for (var vector = 0; vector < _vectors.Length; vector++)
        {
            for (var combination = 0; combination < _combinations.Length; combination++)
            {
                cases.Add(vector, combination);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sample_draws_the_exact_distribution(int vector, int combination)
    {
        var logits = _vectors[vector];
        var options = _combinations[combination];

        var counts = Draw(logits, options with { Seed = 1000 + (vector * 100) + combination });

        var p = ChiSquare.PValue(counts, ReferenceSampler.Probabilities(options, logits));
        Assert.True(p > Significance, $"p = {p}");
    }

    [Fact]
    public void ChiSquare_tells_distributions_apart()
    {
        var options = new SamplingOptions(Temperature: 1, Seed: 3);

        var counts = Draw(_vectors[5], options);

        Assert.True(
            ChiSquare.PValue(counts, ReferenceSampler.Probabilities(options with { Temperature = 1.3 }, _vectors[5]))
                < Significance
        );
    }

    [Theory]
    // The classical table of critical values.
    [InlineData(3.841459, 1, 0.05)]
    [InlineData(5.991465, 2, 0.05)]
    [InlineData(18.307038, 10, 0.05)]
    [InlineData(23.209251, 10, 0.01)]
    [InlineData(2.705543, 1, 0.10)]
    [InlineData(149.449253, 100, 0.001)]
    [InlineData(67.327563, 100, 0.995)]
    public void UpperTail_agrees_with_the_table(double statistic, int degreesOfFreedom, double tail) =>
        Assert.Equal(tail, ChiSquare.UpperTail(statistic, degreesOfFreedom), 1e-6);

    private static int[] Draw(float[] logits, SamplingOptions options)
    {
        var sampler = new TokenSampler(options, new SamplerScratch());
        var counts = new int[logits.Length];
        for (var i = 0; i < Draws; i++)
        {
            counts[sampler.Sample(logits, mask: null).Id]++;
        }

        return counts;
    }

    private static float[] Vector(int seed, int length, float spread)
    {
        var random = new GenerationRandom(seed);
        // A sum of uniform numbers is near enough to the bell of a model's logits.
        return
        [
            .. Enumerable
                .Range(0, length)
                .Select(_ => spread * (float)(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)),
        ];
    }
}
