using GptOssDev.Grammar;
using GptOssDev.Harmony;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Inference.Sampling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>The engine turn by turn, without its thread: every event comes where the test wants it.</summary>
public sealed class EngineCoreTests
{
    private const long HostBytes = 500;
    private const int Cycle = 7;
    private readonly SamplerScratch _scratch = new();

    [Fact]
    public void Admission_moves_a_lower_rank_out_and_brings_it_back_with_the_same_answer()
    {
        var runner = new FakeRunner(contextTokens: 128);
        using var core = Core(runner);
        int[] first = [.. Enumerable.Range(0, 80)];
        int[] second = [.. Enumerable.Range(100, 90)];
        var review = Submit(core, runner, first, 20, RequestPriority.Review);
        Turns(core, 8);
        var chat = Submit(core, runner, second, 10, RequestPriority.Interactive);
        Turns(core, 1);

        Assert.Equal((-1, 1), (review.Id, core.Waiting));
        Turns(core, 60);

        Assert.Equal(FakeRunner.Greedy(second, 10), Answer(chat));
        Assert.Equal(FakeRunner.Greedy(first, 20), Answer(review));
        Assert.Equal(1, runner.Restores);
    }

    [Fact]
    public void Moved_out_request_is_computed_again_where_nothing_may_be_saved()
    {
        var runner = new FakeRunner(contextTokens: 128);
        using var core = new EngineCore(runner, TimeProvider.System, hostBytes: 0, () => false);
        int[] first = [.. Enumerable.Range(0, 80)];
        var review = Submit(core, runner, first, 20, RequestPriority.Review);
        Turns(core, 8);
        Submit(core, runner, [.. Enumerable.Range(100, 90)], 10, RequestPriority.Interactive);
        Turns(core, 60);

        Assert.Equal(FakeRunner.Greedy(first, 20), Answer(review));
        Assert.Equal((0, 0), (runner.Saves, runner.Restores));
    }

    [Fact]
    public void Saved_prefix_that_moving_out_frees_is_computed_again()
    {
        var runner = new FakeRunner(contextTokens: 128);
        using var core = new EngineCore(runner, TimeProvider.System, hostBytes: 100, () => false);
        int[] chat = [.. Enumerable.Range(0, 80)];
        Submit(core, runner, chat, 2, RequestPriority.Interactive);
        Turns(core, 10);
        var review = Submit(core, runner, [.. Enumerable.Range(100, 70)], 30, RequestPriority.Review);
        Turns(core, 8);
        Assert.Equal((1, 1), (runner.LiveStates, core.Running));

        int[] longer = [.. chat, .. Enumerable.Range(200, 10)];
        var second = Submit(core, runner, longer, 4, RequestPriority.Interactive);
        Turns(core, 80);

        Assert.Equal(FakeRunner.Greedy(longer, 4), Answer(second));
        Assert.Equal(FakeRunner.Greedy([.. Enumerable.Range(100, 70)], 30), Answer(review));
    }

    [Fact]
    public void Growth_without_room_moves_the_later_one_of_a_rank_out()
    {
        var runner = new FakeRunner(contextTokens: 128);
        using var core = Core(runner);
        var first = Submit(core, runner, [1, 2, 3], 90, RequestPriority.Review);
        var second = Submit(core, runner, [4, 5, 6, 7], 90, RequestPriority.Review);
        Turns(core, 400);

        Assert.Equal(FakeRunner.Greedy([1, 2, 3], 90), Answer(first));
        Assert.Equal(FakeRunner.Greedy([4, 5, 6, 7], 90), Answer(second));
        Assert.True(first.EndedAt < second.EndedAt);
    }

    [Fact]
    public void Request_has_ended_when_room_is_made_for_the_next_one()
    {
        var runner = new FakeRunner(contextTokens: 256);
        using var core = Core(runner);
        Submit(core, runner, [.. Enumerable.Range(0, 80)], 2, RequestPriority.Interactive);
        Turns(core, 10);
        var second = Submit(core, runner, [.. Enumerable.Range(100, 90)], 2, RequestPriority.Interactive);
        var ended = new List<bool>();
        runner.OnSave = () => ended.Add(second.Ended.Task.IsCompleted && core.Running == 0);
        Turns(core, 20);

        Assert.Equal([true], ended);
    }

    [Fact]
    public void Candidates_of_one_prompt_compute_it_once()
    {
        var runner = new FakeRunner(contextTokens: 1024, sequences: 8, batchTokens: 32);
        using var core = Core(runner);
        int[] prompt = [.. Enumerable.Range(0, 300)];

        var candidates = Enumerable
            .Range(0, 4)
            .Select(_ => Submit(core, runner, prompt, 1, RequestPriority.Keystroke))
            .ToList();
        Turns(core, 40);

        Assert.All(candidates, c => Assert.Equal(FakeRunner.Greedy(prompt, 1), Answer(c)));
        Assert.Equal(prompt.Length + 3, runner.Computed);
    }

    [Fact]
    public void Prompt_that_a_keystroke_interrupts_is_given_up_and_computed_after_it()
    {
        var came = false;
        var runner = new FakeRunner(contextTokens: 1024, batchTokens: 512);
        using var core = new EngineCore(runner, TimeProvider.System, HostBytes, () => came);
        int[] prompt = [.. Enumerable.Range(0, 400)];
        var review = Submit(core, runner, prompt, 1, RequestPriority.Review);
        came = true;
        core.Step();
        Assert.Equal((0, 0), (runner.Computed, review.Position));

        var keystroke = Submit(core, runner, [7, 8, 9], 2, RequestPriority.Keystroke);
        Turns(core, 2);
        Assert.Equal(FakeRunner.Greedy([7, 8, 9], 2), Answer(keystroke));
        Assert.Equal(4, runner.Computed);

        came = false;
        Turns(core, 30);
        Assert.Equal(FakeRunner.Greedy(prompt, 1), Answer(review));
    }

    [Theory]
    [InlineData(RequestPriority.Keystroke, 5)]
    [InlineData(RequestPriority.Interactive, 1)]
    public void Tokens_reach_a_keystroke_one_by_one_and_others_together(RequestPriority priority, int atOnce)
    {
        var runner = new FakeRunner();
        using var core = new EngineCore(runner, new StandingTime(), HostBytes, () => false);
        var sequence = Submit(core, runner, [1, 2, 3], 8, priority);
        Turns(core, 5);

        var first = Answer(sequence);
        Assert.Equal(atOnce, first.Length);
        Turns(core, 5);
        Assert.Equal(FakeRunner.Greedy([1, 2, 3], 8), first.Concat(Answer(sequence)));
    }

    [Fact]
    public void Short_prompt_overtakes_a_long_one_of_its_rank_but_only_so_often()
    {
        var runner = new FakeRunner(contextTokens: 2048, sequences: 8, batchTokens: 32);
        using var core = Core(runner);
        var slow = Submit(core, runner, [.. Enumerable.Range(0, 600)], 1, RequestPriority.Review);
        var overtaken = 0;
        for (var i = 0; i < 200 && slow.Reason != FinishReason.Length; i++)
        {
            var quick = Submit(core, runner, [.. Enumerable.Range(10_000 * (i + 1), 30)], 1, RequestPriority.Review);
            Turns(core, 1);
            overtaken += quick.Reason == FinishReason.Length ? 1 : 0;
        }

        Assert.Equal(FinishReason.Length, slow.Reason);
        Assert.InRange(overtaken, 5, 600 / 30);
    }

    [Fact]
    public void Guesses_ahead_change_nothing_but_the_number_of_steps()
    {
        // The answer repeats the prompt's cycle, so that guesses hold.
        var (plain, plainSteps) = Run(speculate: false);
        var (guessed, steps) = Run(speculate: true);

        Assert.Equal(plain.Answer, guessed.Answer);
        Assert.True(guessed.Sequence.Accepted > 0, "no guess held");
        Assert.True(steps < plainSteps * 3 / 4, $"{steps} steps in place of {plainSteps}");

        ((int[] Answer, Sequence Sequence), int) Run(bool speculate)
        {
            var runner = new FakeRunner(contextTokens: 1024) { Rule = tokens => (tokens.Last() + 1) % Cycle };
            using var core = new EngineCore(runner, new SteppingTime(), HostBytes, () => false);
            int[] prompt = [.. Enumerable.Range(0, 40).Select(i => i % Cycle)];
            var sequence = Submit(core, runner, prompt, 60, RequestPriority.Interactive, speculate);
            Turns(core, 100);
            return ((Answer(sequence), sequence), runner.Steps);
        }
    }

    [Fact]
    public void A_short_step_is_given_up_where_nobody_wants_it_and_finished_where_a_keystroke_waits()
    {
        var came = false;
        var runner = new FakeRunner();
        using var core = new EngineCore(runner, new SteppingTime(), HostBytes, () => came);
        var sequence = Submit(core, runner, [1, 2, 3], 50, RequestPriority.Interactive);
        Turns(core, 5);
        var computed = runner.Computed;

        came = true;
        core.Step();
        Assert.Equal(computed + 1, runner.Computed);

        came = false;
        runner.OnDecode = _ => sequence.Cancelled = true;
        core.Step();
        Assert.Equal(computed + 1, runner.Computed);
    }

    [Fact]
    public void Guesses_end_where_the_message_does_that_is_copied()
    {
        var runner = new FakeRunner { Rule = tokens => tokens.Last() + 1 };
        using var core = new EngineCore(runner, new SteppingTime(), HostBytes, () => false);
        Assert.True(runner.Tokenizer.TryGetControlToken(ControlText.End, out var end));
        int[] prompt = [.. Enumerable.Range(0, 20), end, .. Enumerable.Range(0, 5)];
        var sequence = Submit(core, runner, prompt, 17, RequestPriority.Interactive, speculate: true);

        Turns(core, 20);

        Assert.Equal(Enumerable.Range(5, 17), Answer(sequence));
        Assert.True(sequence.Accepted > 0, "no guess held");
        Assert.Equal(sequence.Accepted, sequence.Drafted);
    }

    [Fact]
    public void Prompt_is_read_while_its_constraint_is_not_known()
    {
        var runner = new FakeRunner();
        using var core = Core(runner);
        var known = new TaskCompletionSource<ITokenConstraint?>();
        var sequence = Submit(
            core,
            runner,
            [.. Enumerable.Range(0, 40)],
            3,
            RequestPriority.Keystroke,
            constraint: known.Task
        );
        Turns(core, 20);
        Assert.Equal((40, false, 1), (runner.Computed, core.HasWork, core.Running));
        var beside = Submit(core, runner, [1, 2, 3], 4, RequestPriority.Review);
        Turns(core, 20);
        Assert.Equal(FakeRunner.Greedy([1, 2, 3], 4), Answer(beside));
        Assert.Empty(Answer(sequence));

        Assert.False(core.HasWork);
        known.SetResult(new OneTokenConstraint(7));
        Turns(core, 20);

        Assert.Equal([7, 7, 7], Answer(sequence));
    }

    [Fact]
    public void Constraint_that_becomes_known_costs_no_step()
    {
        var runner = new FakeRunner();
        using var core = Core(runner);
        var known = new TaskCompletionSource<ITokenConstraint?>();
        int[] prompt = [.. Enumerable.Range(0, 20)];
        var sequence = Submit(core, runner, prompt, 1, RequestPriority.Keystroke, constraint: known.Task);
        core.Step();
        known.SetResult(null);
        core.Step();

        Assert.Equal(FakeRunner.Greedy(prompt, 1), Answer(sequence));
        Assert.Equal(1, runner.Steps);
    }

    /// <summary>
    /// A hundred thousand random events against what each request gives alone: forks, cancels, keystrokes in the middle of a
    /// step, requests that outgrow the cells, evictions, saved states. Nobody starves, nothing leaks.
    /// </summary>
    [Theory]
    [InlineData(1, false, 500)]
    [InlineData(2, true, 500)]
    [InlineData(3, false, 0)]
    [InlineData(4, true, 150)]
    public void Random_events_give_every_request_what_it_gives_alone(int seed, bool windowed, long hostBytes)
    {
        const int Events = 25_000;
        var random = new Random(seed);
        var came = false;
        var runner = new FakeRunner(160, 6, 32, canAbort: seed % 2 == 0, windowed);
        var core = new EngineCore(runner, new SteppingTime(), hostBytes, () => came);
        var live = new List<Sequence>();
        var unknown = new List<TaskCompletionSource<ITokenConstraint?>>();
        var ended = 0;
        var turnsSinceAnEnd = 0;
        for (var i = 0; i < Events; i++)
        {
            if (live.Count < 20 && random.Next(4) == 0)
            {
                // Short alphabets share prefixes.
                int[] prompt = [.. Enumerable.Range(0, random.Next(1, 70)).Select(p => p < 12 ? 3 : random.Next(2))];
                var constraint = random.Next(3) == 0 ? new TaskCompletionSource<ITokenConstraint?>() : null;
                var (most, priority) = (random.Next(1, 40), (RequestPriority)random.Next(5));
                live.Add(Submit(core, runner, prompt, most, priority, constraint: constraint?.Task));
                if (constraint is not null)
                {
                    unknown.Add(constraint);
                }
            }
            else if (unknown.Count > 0 && random.Next(6) == 0)
            {
                var index = random.Next(unknown.Count);
                unknown[index].SetResult(null);
                unknown.RemoveAt(index);
            }
            else if (live.Count > 0 && random.Next(20) == 0)
            {
                live[random.Next(live.Count)].Cancelled = true;
            }

            came = random.Next(10) == 0;
            core.Step();
            turnsSinceAnEnd = live.RemoveAll(Check) > 0 ? 0 : turnsSinceAnEnd + 1;
            Assert.InRange(turnsSinceAnEnd, 0, 500);
            Assert.InRange(runner.UsedCells, 0, 160);
            Assert.Equal(runner.UsedCells, core.UsedCells);
        }

        came = false;
        unknown.ForEach(constraint => constraint.SetResult(null));
        for (var i = 0; live.Count > 0; i++)
        {
            Assert.True(i < 3_000, $"{live.Count} requests never end");
            core.Step();
            live.RemoveAll(Check);
        }

        core.Step();
        Assert.Equal((0, 0), (core.Running, core.Waiting));
        Assert.True(ended > 1_000, $"only {ended} requests ended");
        Assert.Equal(hostBytes > 0, runner.Restores > 0);
        core.Dispose();
        Assert.Equal(0, runner.LiveStates);

        bool Check(Sequence sequence)
        {
            if (sequence.EndedAt == 0)
            {
                return false;
            }

            var answer = Answer(sequence);
            Assert.Equal(FakeRunner.Greedy(sequence.Request.Prompt, answer.Length), answer);
            Assert.True(sequence.Cancelled || answer.Length == sequence.Request.MaxTokens);
            ended++;
            return true;
        }
    }

    private static EngineCore Core(FakeRunner runner) => new(runner, TimeProvider.System, HostBytes, () => false);

    private Sequence Submit(
        EngineCore core,
        FakeRunner runner,
        int[] prompt,
        int maxTokens,
        RequestPriority priority,
        bool speculate = true,
        Task<ITokenConstraint?>? constraint = null
    )
    {
        var request = new GenerationRequest(prompt, maxTokens, priority, SamplingOptions.Greedy, new HashSet<int>())
        {
            Speculate = speculate,
            Constraint = constraint,
        };
        var sequence = new Sequence(request, _scratch, runner.Model.ContextTokens, now: 1);
        core.Add(sequence);
        return sequence;
    }

    private static void Turns(EngineCore core, int count)
    {
        for (var i = 0; i < count && core.HasWork; i++)
        {
            core.Step();
        }
    }

    private static int[] Answer(Sequence sequence)
    {
        var tokens = new List<int>();
        while (sequence.Output.Reader.TryRead(out var token))
        {
            tokens.Add(token.Id);
        }

        return [.. tokens];
    }

    /// <summary>Every look at the clock finds it a little later, so that all steps take equally long.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += 1_000_000;
    }

    private sealed class StandingTime : TimeProvider
    {
        public override long GetTimestamp() => 1;
    }
}
