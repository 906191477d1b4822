using GptOssDev.Inference;
using GptOssDev.Inference.Scheduling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class SchedulerTests
{
    private static readonly StepBudget _room = new(
        Batch: 32,
        Keystroke: 28,
        Exclusive: 24,
        SharedEqualRank: 8,
        SharedHigherRank: 4
    );

    [Fact]
    public void Plan_of_nothing_is_empty() => Assert.Empty(Plan());

    [Fact]
    public void Plan_gives_every_decoding_sequence_its_token() =>
        Assert.Equal(
            [new StepEntry(1, 1, true), new StepEntry(2, 1, true)],
            Plan(Reader(2, RequestPriority.Review), Reader(1, RequestPriority.Interactive))
        );

    [Fact]
    public void Plan_prefills_the_highest_rank_first()
    {
        Assert.Equal(
            [new StepEntry(1, 5, true), new StepEntry(2, 19, false)],
            Plan(Prompt(2, RequestPriority.Review, 40), Prompt(1, RequestPriority.Interactive, 5))
        );
        Assert.Equal(
            [new StepEntry(1, 24, false)],
            Plan(Prompt(2, RequestPriority.Review, 40), Prompt(1, RequestPriority.Interactive, 50))
        );
    }

    [Fact]
    public void Plan_beside_a_reader_keeps_the_step_short()
    {
        Assert.Equal(
            [new StepEntry(1, 1, true), new StepEntry(2, 8, false)],
            Plan(Reader(1, RequestPriority.Interactive), Prompt(2, RequestPriority.Interactive, 40))
        );
        Assert.Equal(
            [new StepEntry(1, 1, true), new StepEntry(2, 4, false)],
            Plan(Reader(1, RequestPriority.Interactive), Prompt(2, RequestPriority.Review, 40))
        );
    }

    [Fact]
    public void Plan_above_a_reader_takes_the_whole_room() =>
        Assert.Equal(
            [new StepEntry(1, 1, true), new StepEntry(2, 24, false)],
            Plan(Reader(1, RequestPriority.Review), Prompt(2, RequestPriority.Interactive, 40))
        );

    [Fact]
    public void Plan_of_a_keystroke_takes_its_own_room() =>
        Assert.Equal([new StepEntry(1, 28, false)], Plan(Prompt(1, RequestPriority.Keystroke, 40)));

    [Fact]
    public void Plan_with_a_keystroke_pauses_everything_else() =>
        Assert.Equal(
            [new StepEntry(3, 20, true)],
            Plan(
                Reader(1, RequestPriority.Interactive),
                Prompt(2, RequestPriority.Interactive, 9),
                Prompt(3, RequestPriority.Keystroke, 20)
            )
        );

    [Fact]
    public void Plan_prefers_the_earlier_deadline_within_a_rank() =>
        Assert.Equal(
            [new StepEntry(7, 24, false)],
            Plan(Prompt(4, RequestPriority.Review, 40, deadline: 9), Prompt(7, RequestPriority.Review, 40, deadline: 3))
        );

    [Fact]
    public void Plan_beside_a_held_keystroke_keeps_the_step_short() =>
        Assert.Equal(
            [new StepEntry(2, 1, true), new StepEntry(3, 4, false)],
            Plan(
                Held(1, RequestPriority.Keystroke),
                Reader(2, RequestPriority.Interactive),
                Prompt(3, RequestPriority.Review, 40)
            )
        );

    [Fact]
    public void Plan_of_random_sequences_keeps_its_bounds()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var sequences = Enumerable
                .Range(0, random.Next(0, 50))
                .Select(id => new ScheduledSequence(
                    id,
                    (RequestPriority)random.Next(5),
                    random.Next(1000),
                    random.Next(5) == 0 ? 0 : Math.Max(1, random.Next(2) * random.Next(100)),
                    random.Next(2) == 0
                ))
                .ToList();

            var plan = Plan([.. sequences]);

            var keystroke = sequences.Exists(s => s is { Priority: RequestPriority.Keystroke, Pending: > 0 });
            var most = keystroke ? _room.Keystroke : _room.Exclusive;
            Assert.InRange(plan.Sum(e => e.Tokens), 0, _room.Batch);
            Assert.InRange(plan.Where(e => sequences[e.Id].Pending > 1).Sum(e => e.Tokens), 0, most);
            Assert.Equal(plan.Count, plan.Select(e => e.Id).Distinct().Count());
            Assert.All(plan, e => Assert.InRange(e.Tokens, 1, sequences[e.Id].Pending));
            Assert.All(plan, e => Assert.Equal(e.Tokens == sequences[e.Id].Pending, e.Sample));
            Assert.Equal(sequences.TrueForAll(s => s.Pending == 0), plan.Count == 0);
            Assert.All(plan, e => Assert.True(!keystroke || sequences[e.Id].Priority == RequestPriority.Keystroke));
        }
    }

    private static ScheduledSequence Reader(int id, RequestPriority priority) =>
        new(id, priority, id, 1, Decoding: true);

    private static ScheduledSequence Held(int id, RequestPriority priority) =>
        new(id, priority, id, 0, Decoding: false);

    private static ScheduledSequence Prompt(int id, RequestPriority priority, int pending, long? deadline = null) =>
        new(id, priority, deadline ?? id, pending, Decoding: false);

    private static List<StepEntry> Plan(params ScheduledSequence[] sequences)
    {
        var plan = new List<StepEntry>();
        ScheduledSequence[] ordered = [.. sequences.OrderBy(s => s.Priority).ThenBy(s => s.Deadline)];
        Scheduler.Plan(ordered, _room, plan);
        return plan;
    }
}
