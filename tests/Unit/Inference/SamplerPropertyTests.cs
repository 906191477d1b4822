using GptOssDev.Grammar;
using GptOssDev.Inference;
using GptOssDev.Inference.Sampling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>Random inputs against <see cref="ReferenceSampler"/>: the number drawn must fall into the chosen token's share.</summary>
public sealed class SamplerPropertyTests
{
    // Single precision of the logits' exponentials against double.
    private const double Rounding = 2e-5;

    [Fact]
    public void Sample_agrees_with_the_reference_on_random_inputs()
    {
        const int Cases = 1500;
        var scratch = new SamplerScratch();
        var undecided = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var input = Input.Random(random, seed);
            if (input.IsNearABorder())
            {
                undecided++;
                continue;
            }

            var sampler = new TokenSampler(input.Options, scratch);
            sampler.Prime(input.Prompt);
            foreach (var token in input.Answer)
            {
                sampler.Accept(token);
            }

            var expected = input.Probabilities(input.Options);
            if (expected.Sum() == 0)
            {
                Assert.Throws<InferenceException>(() => sampler.Sample(input.Logits, input.Mask));
                continue;
            }

            var drawn = sampler.Sample(input.Logits, input.Mask);

            Assert.True(expected[drawn.Id] > 0, $"case {seed} drew {drawn.Id}");
            Assert.Equal(ReferenceSampler.LogProbability(input.Logits, drawn.Id), drawn.LogProbability, 1e-4);
            if (input.Options.Temperature > 0)
            {
                var number = new GenerationRandom(input.Options.Seed).NextDouble();
                var below = expected.Take(drawn.Id).Sum();
                Assert.InRange(number, below - Rounding, below + expected[drawn.Id] + Rounding);
            }
        }

        Assert.InRange(undecided, 0, Cases / 10);
    }

    [Fact]
    public void Selection_by_count_keeps_what_a_sort_puts_first()
    {
        var random = new Random(1);
        var selection = new WeightSelection();
        for (var i = 0; i < 500; i++)
        {
            var weights = Weights(random);
            var count = random.Next(1, weights.Length + 2);

            Assert.Equal(Ordered(weights).Take(count).Order(), Kept(weights, selection.ByCount(weights, count)));
        }
    }

    [Fact]
    public void Selection_by_mass_keeps_what_a_sort_puts_first()
    {
        var random = new Random(2);
        var selection = new WeightSelection();
        for (var i = 0; i < 500; i++)
        {
            var weights = Weights(random);
            var mass = random.Next(0, 4096) / 1024.0;
            var expected = new List<int>();
            double sum = 0;
            foreach (var position in Ordered(weights).Where(p => weights[p] > 0))
            {
                expected.Add(position);
                if ((sum += weights[position]) >= mass)
                {
                    break;
                }
            }

            var kept = Kept(weights, selection.ByMass(weights, mass)).Where(p => weights[p] > 0);

            Assert.Equal(expected.Order(), kept);
        }
    }

    [Fact]
    public void Floor_by_count_lets_the_largest_through()
    {
        var random = new Random(3);
        var selection = new WeightSelection();
        var maxima = new float[16];
        for (var i = 0; i < 200; i++)
        {
            float[] weights = [.. Enumerable.Range(0, random.Next(1, 5000)).Select(_ => random.NextSingle())];
            var count = random.Next(1, 20);

            var floor = TruncationLowerBound.ForCount(weights, count, maxima, selection);

            Assert.True(weights.Count(w => w >= floor) >= Math.Min(count, weights.Length));
        }
    }

    // Multiples of a power of two, whose sums are exact, with many ties.
    private static float[] Weights(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(0, 40) * random.Next(0, 25) / 1024f)];

    private static IEnumerable<int> Ordered(float[] weights) =>
        Enumerable.Range(0, weights.Length).OrderByDescending(p => weights[p]).ThenBy(p => p);

    private static IEnumerable<int> Kept(float[] weights, TruncationThreshold cut) =>
        Enumerable.Range(0, weights.Length).Where(p => cut.Keeps(weights[p], p));

    private sealed record Input(SamplingOptions Options, float[] Logits, TokenMask? Mask, int[] Prompt, int[] Answer)
    {
        public static Input Random(Random random, int seed)
        {
            var length = random.Next(1, random.Next(3) == 0 ? 6000 : 60);
            var coarse = random.Next(2) == 0;
            float[] logits =
            [
                .. Enumerable
                    .Range(0, length)
                    .Select(_ => coarse ? random.Next(-8, 8) / 2f : (random.NextSingle() * 16) - 8),
            ];
            if (random.Next(5) == 0)
            {
                logits[random.Next(length)] = float.NaN;
                logits[random.Next(length)] = float.PositiveInfinity;
                logits[random.Next(length)] = float.NegativeInfinity;
            }

            var options = new SamplingOptions(
                random.Next(4) == 0 ? 0 : Math.Round(0.2 + (2 * random.NextDouble()), 3),
                random.Next(2) == 0 ? 1 : Math.Round(random.NextDouble(), 3),
                seed
            )
            {
                TopK = random.Next(2) == 0 ? 0 : random.Next(1, 50),
                MinP = random.Next(2) == 0 ? 0 : Math.Round(random.NextDouble() / 2, 3),
                RepetitionPenalty = random.Next(2) == 0 ? 1 : 0.5 + random.NextDouble(),
                FrequencyPenalty = random.Next(2) == 0 ? 0 : (2 * random.NextDouble()) - 1,
                PresencePenalty = random.Next(2) == 0 ? 0 : (2 * random.NextDouble()) - 1,
                PenaltyWindow = random.Next(0, 40),
            };
            int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(length))];
            return new Input(
                options,
                logits,
                RandomMask(random, length),
                Tokens(random.Next(50)),
                Tokens(random.Next(20))
            );
        }

        public double[] Probabilities(SamplingOptions options) =>
            ReferenceSampler.Probabilities(options, Logits, Mask, [.. Prompt, .. Answer]);

        /// <summary>Whether rounding may decide what is kept: a little more or less of a parameter keeps other tokens.</summary>
        public bool IsNearABorder()
        {
            const double Little = 1e-5;
            var kept = Kept(Options);
            return !kept.SetEquals(Kept(Options with { TopP = Math.Min(1, Options.TopP + Little) }))
                || !kept.SetEquals(Kept(Options with { TopP = Math.Max(0, Options.TopP - Little) }))
                || !kept.SetEquals(Kept(Options with { MinP = Options.MinP * (1 + Little) }))
                || !kept.SetEquals(Kept(Options with { MinP = Options.MinP * (1 - Little) }));
        }

        private HashSet<int> Kept(SamplingOptions options)
        {
            var probabilities = Probabilities(options);
            return [.. Enumerable.Range(0, probabilities.Length).Where(id => probabilities[id] > 0)];
        }

        private static TokenMask? RandomMask(Random random, int length)
        {
            var kind = random.Next(4);
            if (kind == 0)
            {
                return null;
            }

            var mask = new TokenMask(length);
            // Few, half, or nearly all.
            var share = kind switch
            {
                1 => 0.03,
                2 => 0.5,
                _ => 0.97,
            };
            for (var id = 0; id < length; id++)
            {
                if (random.NextDouble() < share)
                {
                    mask.Add(id);
                }
            }

            return mask;
        }
    }
}
