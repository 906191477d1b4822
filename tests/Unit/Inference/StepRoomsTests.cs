using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Inference.Scheduling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class StepRoomsTests
{
    private const int Batch = 512;
    private readonly ManualTime _time = new();
    private readonly StepCostModel _clock = new(Batch);

    public StepRoomsTests()
    {
        // Five milliseconds a token, whatever the size of the step.
        for (var tokens = 1; tokens <= Batch; tokens *= 2)
        {
            _clock.Record(tokens, TimeSpan.FromMilliseconds(5 * tokens));
        }
    }

    [Theory]
    [InlineData(0, 1, 16)]
    [InlineData(1, 1, 16)]
    [InlineData(2, 1, 32)]
    [InlineData(4, 4, 64)]
    [InlineData(30, 1, 64)]
    public void Room_beside_readers_grows_with_who_waits(int waiting, int reading, int expected) =>
        Assert.Equal(expected, Rooms(canAbort: true).Next(Running(waiting, reading)).SharedEqualRank);

    [Fact]
    public void Crowd_of_a_lower_rank_moves_no_reader()
    {
        ScheduledSequence[] running =
        [
            .. Running(waiting: 0, reading: 1),
            .. Running(waiting: 5, reading: 0, RequestPriority.Review),
        ];
        Assert.Equal(16, Rooms(canAbort: true).Next(running).SharedEqualRank);
    }

    [Fact]
    public void Step_that_cannot_be_given_up_stays_short()
    {
        var room = Rooms(canAbort: false).Next(Running(waiting: 4, reading: 1));
        Assert.Equal((16, 16, 16), (room.Keystroke, room.Exclusive, room.SharedEqualRank));
    }

    [Fact]
    public void Prompt_beside_a_typist_is_computed_in_short_steps_and_a_keystroke_in_one()
    {
        var rooms = Rooms(canAbort: true);
        rooms.KeystrokeCame();
        var typing = rooms.Next(Running(waiting: 4, reading: 1));
        Assert.Equal((Batch, 16, 16), (typing.Keystroke, typing.Exclusive, typing.SharedEqualRank));

        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(Batch, rooms.Next(Running(waiting: 4, reading: 0)).Exclusive);
    }

    private StepBudgetPolicy Rooms(bool canAbort) => new(Batch, canAbort, _clock, _time);

    private static ScheduledSequence[] Running(
        int waiting,
        int reading,
        RequestPriority priority = RequestPriority.Interactive
    ) =>
        [
            .. Enumerable
                .Range(0, waiting + reading)
                .Select(i => new ScheduledSequence(i, priority, Deadline: i, i < waiting ? 64 : 1, i >= waiting)),
        ];
}
