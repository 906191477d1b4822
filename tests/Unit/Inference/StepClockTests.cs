using GptOssDev.Inference.Engine;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class StepClockTests
{
    [Theory]
    [InlineData(50, 32)]
    [InlineData(100, 32)]
    [InlineData(170, 64)]
    [InlineData(400, 128)]
    [InlineData(100_000, 512)]
    public void Budget_is_the_power_of_two_that_fits_the_target(double tokensPerSecond, int budget)
    {
        var clock = new StepClock(batchTokens: 512);

        clock.Measured(64, TimeSpan.FromSeconds(64 / tokensPerSecond));

        Assert.Equal(budget, clock.PrefillBudget);
    }

    [Fact]
    public void Budget_of_an_unknown_machine_is_small() => Assert.Equal(64, new StepClock(512).PrefillBudget);

    [Fact]
    public void Budget_never_exceeds_the_batch() => Assert.Equal(16, new StepClock(16).PrefillBudget);

    [Fact]
    public void Steps_too_small_to_tell_are_left_out()
    {
        var clock = new StepClock(512);

        clock.Measured(1, TimeSpan.FromSeconds(10));

        Assert.Equal(64, clock.PrefillBudget);
    }
}
