using System.Runtime.CompilerServices;
using GptOssDev.Features.Code;
using GptOssDev.Features.Review;
using GptOssDev.Features.Review.Rules;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>What a review does with its rules, whatever they find.</summary>
public sealed class ReviewRuleTests
{
    private const string Patch =
        "--- a/A.cs\n+++ b/A.cs\n@@ -1,3 +1,3 @@\n class A\n {\n-    int F() => 0; }\n+    int F() => 1; }\n";

    private readonly List<(string Rule, Type Fault)> _faults = [];

    [Fact]
    public async Task Findings_of_all_rules_are_numbered_in_the_order_of_the_rules_and_reported_once()
    {
        var outcome = await ReviewAsync(
            new ListedRule("first", Finding("a", 3), Finding("a", 3), Finding("b", 3)),
            new ListedRule("second", Finding("a", 3), Finding("c", 1))
        );

        Assert.Equal([(1, "a"), (2, "b"), (3, "c")], outcome.Findings.Select(f => (f.Id, f.Rule)));
    }

    [Fact]
    public async Task Rule_that_fails_is_named_as_missing_and_the_others_run()
    {
        var outcome = await ReviewAsync(new FailingRule(), new ListedRule("second", Finding("a", 3)));

        Assert.Equal(["before", "a"], outcome.Findings.Select(f => f.Rule));
        Assert.Contains(
            new SkippedFile(".", "the failing rule failed (InvalidOperationException): its findings are missing"),
            outcome.Skipped
        );
        Assert.False(outcome.Complete);
        Assert.Equal([("the failing rule", typeof(InvalidOperationException))], _faults);
    }

    [Fact]
    public async Task Rule_that_does_not_end_is_stopped_by_the_time_limit()
    {
        var time = new ManualTime();
        var endless = new EndlessRule(() => time.Advance(TimeSpan.FromSeconds(6)));

        var outcome = await ReviewAsync(
            TimeSpan.FromSeconds(5),
            time,
            endless,
            new ListedRule("second", Finding("a", 3))
        );

        Assert.Empty(outcome.Findings);
        Assert.Contains(new SkippedFile("A.cs", "the time was up: lines 1-3"), outcome.Skipped);
        Assert.False(outcome.Complete);
    }

    [Fact]
    public async Task What_a_rule_skips_makes_the_review_incomplete()
    {
        var outcome = await ReviewAsync(new SkippingRule());

        Assert.Contains(new SkippedFile("A.cs", "too hard"), outcome.Skipped);
        Assert.False(outcome.Complete);
    }

    private Task<ReviewOutcome> ReviewAsync(params IReviewRule[] rules) =>
        ReviewAsync(null, TimeProvider.System, rules);

    private async Task<ReviewOutcome> ReviewAsync(TimeSpan? limit, TimeProvider time, params IReviewRule[] rules)
    {
        using var workspace = new TemporaryWorkspace(("A.cs", "class A\n{\n    int F() => 1; }\n"));
        var request = new ReviewRequest(
            await workspace.SnapshotAsync(),
            ReviewScope.Patch,
            Patch: Patch,
            TimeLimit: limit
        );
        return await new ReviewFeature(rules, time, (rule, e) => _faults.Add((rule, e.GetType()))).ReviewAsync(
            request,
            null,
            CancellationToken.None
        );
    }

    private static RuleFinding Finding(string rule, int line) =>
        new(
            new ReviewFinding(
                0,
                "A.cs",
                new LineRange(line, line),
                FindingSeverity.Warning,
                rule,
                rule,
                null,
                FindingWitness.Plausible,
                FindingSource.Compiler,
                ""
            ),
            rule
        );

    private sealed class ListedRule(string name, params RuleFinding[] findings) : IReviewRule
    {
        public string Name => name;

        public async IAsyncEnumerable<RuleFinding> RunAsync(
            ReviewTarget target,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            foreach (var finding in findings)
            {
                yield return finding;
            }
        }
    }

    private sealed class FailingRule : IReviewRule
    {
        public string Name => "the failing rule";

        public async IAsyncEnumerable<RuleFinding> RunAsync(
            ReviewTarget target,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            yield return Finding("before", 1);
            throw new InvalidOperationException("a fault of the rule");
        }
    }

    private sealed class EndlessRule(Action started) : IReviewRule
    {
        public string Name => "the endless rule";

        public async IAsyncEnumerable<RuleFinding> RunAsync(
            ReviewTarget target,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            started();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            yield break;
        }
    }

    private sealed class SkippingRule : IReviewRule
    {
        public string Name => "the skipping rule";

        public async IAsyncEnumerable<RuleFinding> RunAsync(
            ReviewTarget target,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            target.Skip(new SkippedFile("A.cs", "too hard"));
            yield break;
        }
    }
}
