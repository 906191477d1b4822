using GptOssDev.Inference;
using GptOssDev.Inference.Scheduling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class SchedulerTests
{
    private static readonly SchedulerLimits Limits = new(BatchTokens: 32, ContextTokens: 256, KeystrokeReserve: 64);

    [Fact]
    public void Plan_of_nothing_is_empty() => Assert.Empty(Plan(8));

    [Fact]
    public void Plan_gives_every_decoding_sequence_its_token() =>
        Assert.Equal(
            [new StepEntry(1, 1, true), new StepEntry(2, 1, true)],
            Plan(8, new(2, RequestPriority.Review, 0, 0), new(1, RequestPriority.Interactive, 1, 0))
        );

    [Fact]
    public void Plan_prefills_the_highest_rank_first_within_the_budget() =>
        Assert.Equal(
            [new StepEntry(1, 5, true), new StepEntry(2, 3, false)],
            Plan(8, new(2, RequestPriority.Review, 0, 20), new(1, RequestPriority.Interactive, 1, 5))
        );

    [Fact]
    public void Plan_with_a_keystroke_pauses_everything_else() =>
        Assert.Equal(
            [new StepEntry(3, 8, false)],
            Plan(8, new(1, RequestPriority.Interactive, 0, 0), new(3, RequestPriority.Keystroke, 1, 20))
        );

    [Fact]
    public void Plan_prefers_the_earlier_arrival_within_a_rank() =>
        Assert.Equal(
            [new StepEntry(7, 8, false)],
            Plan(8, new(4, RequestPriority.Review, 9, 20), new(7, RequestPriority.Review, 3, 20))
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
                    random.Next(2) * random.Next(100)
                ))
                .ToList();
            var budget = random.Next(1, 64);

            var plan = Plan(budget, [.. sequences]);

            Assert.InRange(plan.Sum(e => e.Tokens), 0, Limits.BatchTokens);
            Assert.Equal(plan.Count, plan.Select(e => e.Id).Distinct().Count());
            Assert.All(plan, e => Assert.InRange(e.Tokens, 1, Math.Max(1, sequences[e.Id].PendingPrompt)));
            Assert.All(plan, e => Assert.Equal(e.Tokens >= sequences[e.Id].PendingPrompt, e.Sample));
            Assert.Equal(sequences.Count == 0, plan.Count == 0);
            var keystroke = sequences.Exists(s => s.Priority == RequestPriority.Keystroke);
            Assert.All(plan, e => Assert.True(!keystroke || sequences[e.Id].Priority == RequestPriority.Keystroke));
        }
    }

    [Fact]
    public void Admission_takes_the_highest_rank_and_keeps_the_reserve()
    {
        WaitingRequest[] waiting = [new(RequestPriority.Review, 0, 50), new(RequestPriority.Interactive, 1, 50)];

        Assert.Equal(1, Admission.Next(waiting, Limits, reserved: 0, sequencesFree: 4));
        Assert.Null(Admission.Next(waiting, Limits, reserved: 150, sequencesFree: 4));
        Assert.Equal(
            0,
            Admission.Next([new(RequestPriority.Keystroke, 5, 50)], Limits, reserved: 150, sequencesFree: 4)
        );
    }

    [Fact]
    public void Admission_keeps_a_sequence_for_a_keystroke()
    {
        Assert.Null(Admission.Next([new(RequestPriority.Review, 0, 5)], Limits, reserved: 5, sequencesFree: 1));
        Assert.Equal(0, Admission.Next([new(RequestPriority.Keystroke, 0, 5)], Limits, reserved: 5, sequencesFree: 1));
        Assert.Null(Admission.Next([new(RequestPriority.Keystroke, 0, 5)], Limits, reserved: 5, sequencesFree: 0));
    }

    [Fact]
    public void Admission_lets_a_request_of_the_whole_context_run_alone() =>
        Assert.Equal(0, Admission.Next([new(RequestPriority.Review, 0, 256)], Limits, reserved: 0, sequencesFree: 4));

    private static List<StepEntry> Plan(int budget, params ScheduledSequence[] sequences)
    {
        var plan = new List<StepEntry>();
        Scheduler.Plan(sequences, Limits, budget, plan);
        return plan;
    }
}
