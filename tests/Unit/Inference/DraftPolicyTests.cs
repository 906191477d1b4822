using GptOssDev.Inference.Speculation;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class DraftPolicyTests
{
    private const int Strong = 40;
    private const int Weak = 2;
    private const int Available = 16;

    [Fact]
    public void Choose_takes_all_when_tokens_cost_nothing_more() =>
        Assert.Equal(Available, new DraftLengthPolicy().Choose(Weak, Available, others: 0, _ => 1));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Choose_is_off_where_each_token_costs_a_step(int others)
    {
        var policy = new DraftLengthPolicy();
        // Not even tried now and then: a perfect draft would gain nothing.
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(0, policy.Choose(Strong, Available, others, tokens => tokens));
        }
    }

    [Fact]
    public void Choose_without_a_draft_or_room_is_zero() =>
        Assert.Equal(0, new DraftLengthPolicy().Choose(Strong, 0, others: 0, _ => 1));

    [Fact]
    public void Choose_grows_with_acceptance_and_shrinks_with_rejection()
    {
        var policy = new DraftLengthPolicy();
        var first = policy.Choose(Strong, Available, 0, Sloped);
        for (var i = 0; i < 10; i++)
        {
            policy.Verified(Strong, 4, 4);
        }

        var trusted = policy.Choose(Strong, Available, 0, Sloped);
        for (var i = 0; i < 4; i++)
        {
            policy.Verified(Strong, 4, 0);
        }

        var doubted = policy.Choose(Strong, Available, 0, Sloped);

        Assert.Equal(Available, trusted);
        Assert.InRange(first, 1, trusted - 1);
        Assert.InRange(doubted, 0, first);
    }

    [Fact]
    public void Choose_trusts_strong_matches_more_and_learns_them_apart()
    {
        var policy = new DraftLengthPolicy();
        Assert.True(policy.Choose(Weak, Available, 0, Sloped) < policy.Choose(Strong, Available, 0, Sloped));
        var before = policy.Choose(Strong, Available, 0, Sloped);

        for (var i = 0; i < 20; i++)
        {
            policy.Verified(Weak, 2, 0);
        }

        Assert.Equal(0, policy.Choose(Weak, Available, 0, Sloped));
        Assert.Equal(before, policy.Choose(Strong, Available, 0, Sloped));
    }

    [Fact]
    public void Choose_counts_what_a_longer_step_costs_the_others()
    {
        // A pass over the weights costs 8, a token 1: many streams make the tokens the larger part.
        static double Cost(int tokens) => 8 + tokens;

        var alone = new DraftLengthPolicy().Choose(Strong, Available, others: 0, Cost);
        var crowded = new DraftLengthPolicy().Choose(Strong, Available, others: 64, Cost);

        Assert.True(crowded < alone, $"{crowded} beside others, {alone} alone");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    public void Policy_comes_near_the_best_fixed_length(double acceptance)
    {
        var adaptive = Pace(acceptance, (policy, available) => policy.Choose(Strong, available, 0, Sloped));
        var best = Enumerable.Range(0, Available + 1).Max(length => Pace(acceptance, (_, _) => length));

        Assert.True(adaptive >= 0.9 * best, $"{adaptive} tokens for a step's time, {best} with the best length");
    }

    [Fact]
    public void Policy_that_is_off_probes_rarely_and_comes_back()
    {
        var policy = new DraftLengthPolicy();
        int Drafted(int steps, bool accepts)
        {
            var drafted = 0;
            for (var i = 0; i < steps; i++)
            {
                var length = policy.Choose(Strong, Available, 0, Sloped);
                policy.Verified(Strong, length, accepts ? length : 0);
                drafted += length;
            }

            return drafted;
        }

        Drafted(50, accepts: false);
        var rejected = Drafted(2000, accepts: false);
        Drafted(1000, accepts: true);
        var accepted = Drafted(10, accepts: true);

        Assert.InRange(rejected, 2, 60);
        Assert.Equal(10 * Available, accepted);
    }

    [Fact]
    public void Policy_that_is_off_does_not_probe_weak_matches()
    {
        var policy = new DraftLengthPolicy();
        for (var i = 0; i < 30; i++)
        {
            policy.Verified(Weak, 1, 0);
        }

        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal(0, policy.Choose(Weak, Available, 0, Sloped));
        }
    }

    // A quarter of a step for each token more.
    private static double Sloped(int tokens) => 0.75 + (0.25 * tokens);

    /// <summary>Tokens for the time of a plain step, where each drafted token holds with a probability.</summary>
    private static double Pace(double acceptance, Func<DraftLengthPolicy, int, int> choose)
    {
        var policy = new DraftLengthPolicy();
        var random = new Random(7);
        double tokens = 0;
        double time = 0;
        for (var i = 0; i < 3000; i++)
        {
            var length = choose(policy, Available);
            var accepted = 0;
            while (accepted < length && random.NextDouble() < acceptance)
            {
                accepted++;
            }

            policy.Verified(Strong, length, accepted);
            tokens += accepted + 1;
            time += Sloped(length + 1);
        }

        return tokens / time;
    }
}
