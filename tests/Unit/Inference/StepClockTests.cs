using GptOssDev.Inference.Engine;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class StepClockTests
{
    private readonly StepCostModel _clock = new(batchTokens: 512);

    [Fact]
    public void Seconds_of_an_unknown_machine_are_unknown()
    {
        Assert.Equal(0, _clock.Seconds(1));
        Assert.Equal(16, _clock.MaxTokensWithin(TimeSpan.FromSeconds(100), least: 16));
    }

    [Fact]
    public void Seconds_of_a_size_not_seen_lie_on_the_line_between_its_neighbours()
    {
        _clock.Record(61, TimeSpan.FromSeconds(0.65));
        _clock.Record(1, TimeSpan.FromSeconds(0.05));
        _clock.Record(2, TimeSpan.FromSeconds(0.06));

        Assert.Equal(0.05, _clock.Seconds(1), 6);
        Assert.Equal(0.06, _clock.Seconds(2), 6);
        Assert.Equal(0.08, _clock.Seconds(4), 6);
        Assert.Equal(0.36, _clock.Seconds(32), 6);
    }

    [Fact]
    public void Seconds_outside_of_what_was_seen_are_in_proportion()
    {
        _clock.Record(64, TimeSpan.FromSeconds(0.64));

        Assert.Equal(0.32, _clock.Seconds(32), 6);
        Assert.Equal(5.12, _clock.Seconds(512), 6);
    }

    [Fact]
    public void Seconds_follow_a_machine_that_changes_its_pace()
    {
        for (var i = 0; i < 50; i++)
        {
            _clock.Record(60, TimeSpan.FromSeconds(i < 25 ? 0.6 : 1.2));
        }

        Assert.Equal(1.28, _clock.Seconds(64), 2);
    }

    [Theory]
    [InlineData(0.005, 16)]
    [InlineData(0.3, 16)]
    [InlineData(0.33, 32)]
    [InlineData(1.5, 128)]
    [InlineData(1000, 512)]
    public void Within_is_the_power_of_two_that_fits(double seconds, int tokens)
    {
        _clock.Record(64, TimeSpan.FromSeconds(0.64));

        Assert.Equal(tokens, _clock.MaxTokensWithin(TimeSpan.FromSeconds(seconds), least: 16));
    }

    [Fact]
    public void Within_never_exceeds_the_batch() =>
        Assert.Equal(8, new StepCostModel(8).MaxTokensWithin(TimeSpan.FromSeconds(1), least: 16));
}
