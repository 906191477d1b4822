using GptOssDev.Features;
using GptOssDev.Features.Code;
using GptOssDev.Features.Review;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class ReviewFeatureTests
{
    private const string Source = "class A\n{\n    int F() => 1\n    int G() => 2;\n}\n";

    private const string Patch =
        "--- a/A.cs\n+++ b/A.cs\n@@ -1,5 +1,5 @@\n class A\n {\n-    int F() => 0;\n+    int F() => 1\n     int G() => 2;\n }\n";

    private const string Finding =
        ScriptedModel.Answer
        + "{\"findings\":[{\"path\":\"A.cs\",\"startLine\":3,\"endLine\":3,\"severity\":\"error\",\"rule\":\"wrong-value\","
        + "\"message\":\"Returns 1.\",\"suggestion\":\"Return 0.\"},{\"startLine\":90,\"message\":\"elsewhere\"}]}<|return|>";

    private const string NoFinding = ScriptedModel.Answer + "{\"findings\":[]}<|return|>";

    [Fact]
    public async Task Compiler_comes_first_then_the_model()
    {
        var seen = new List<ReviewProgress>();

        var outcome = await ReviewAsync(new ScriptedModel(Finding), Patch, onProgress: seen.Add);

        Assert.Equal(2, outcome.Findings.Count);
        var (proved, guessed) = (outcome.Findings[0], outcome.Findings[1]);
        Assert.Equal(
            (1, "A.cs", 3, FindingSeverity.Error, "CS1002", FindingWitness.Proved, FindingSource.Compiler),
            (proved.Id, proved.Path, proved.Lines.Start, proved.Severity, proved.Rule, proved.Witness, proved.Source)
        );
        Assert.Equal(
            new ReviewFinding(
                2,
                "A.cs",
                new LineRange(3, 3),
                FindingSeverity.Warning,
                "wrong-value",
                "Returns 1.",
                "Return 0.",
                FindingWitness.Plausible,
                FindingSource.Model,
                guessed.Fingerprint
            ),
            guessed
        );
        Assert.Equal(32, guessed.Fingerprint.Length);
        Assert.NotEqual(proved.Fingerprint, guessed.Fingerprint);
        Assert.Equal(outcome.Findings, seen.Select(p => p.Finding).OfType<ReviewFinding>());
        Assert.Equal("A.cs:1-5", Assert.Single(seen, p => p.Message is not null).Message);
    }

    [Fact]
    public async Task Compiler_judges_the_patch_as_applied_when_the_disk_has_its_old_side()
    {
        // Three lines more stand before the patched ones than the patch knows.
        var source = "// 1\r\n// 2\r\n// 3\r\n" + Source.Replace("=> 1", "=> 0;").Replace("\n", "\r\n");
        var claim = Finding.Replace(":3,", ":6,");

        var outcome = await ReviewAsync(new ScriptedModel(claim), Patch, source: source);

        Assert.Equal(
            [("CS1002", 6, FindingWitness.Proved), ("wrong-value", 6, FindingWitness.Plausible)],
            outcome.Findings.Select(f => (f.Rule, f.Lines.Start, f.Witness))
        );
        Assert.Equal("A.cs", Assert.Single(outcome.Skipped).Path);
    }

    [Fact]
    public async Task Compiler_judges_a_new_a_renamed_and_a_deleted_file()
    {
        const string patch =
            "diff --git a/A.cs b/B.cs\nrename from A.cs\nrename to B.cs\n--- a/A.cs\n+++ b/B.cs\n"
            + "@@ -3,2 +3,2 @@\n     int F() => 1\n-    int G() => 2;\n+    int G() => ;\n"
            + "--- /dev/null\n+++ b/New.cs\n@@ -0,0 +1 @@\n+class\n";

        var outcome = await ReviewAsync(new ScriptedModel(NoFinding), patch);

        Assert.Equal(
            ["B.cs:4 CS1525", "New.cs:1 CS1001", "New.cs:1 CS1513", "New.cs:1 CS1514"],
            outcome.Findings.Select(f => $"{f.Path}:{f.Lines.Start} {f.Rule}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task File_of_which_only_the_syntax_is_compiled_is_named()
    {
        var outcome = await ReviewAsync(new ScriptedModel(NoFinding), Patch);

        var gap = Assert.Single(outcome.Skipped);
        Assert.Equal("A.cs", gap.Path);
        Assert.StartsWith("only its syntax was compiled: ", gap.Why);
        Assert.False(outcome.Complete);
    }

    [Fact]
    public async Task Compiler_says_what_it_could_not_judge()
    {
        var other = "--- a/Gone.cs\n+++ b/Gone.cs\n@@ -1 +1 @@\n-class G;\n+class H\n";

        var outcome = await ReviewAsync(
            new ScriptedModel(NoFinding),
            Patch + other,
            source: Source.Replace("G()", "H()")
        );

        Assert.Empty(outcome.Findings);
        Assert.Equal(
            [
                new SkippedFile("A.cs", "the compiler could not judge it: the piece at its line 1 does not fit"),
                new SkippedFile("Gone.cs", "the compiler could not judge it: there is no such file"),
            ],
            outcome.Skipped
        );
        Assert.False(outcome.Complete);
    }

    [Fact]
    public async Task Fingerprint_stays_when_the_lines_move()
    {
        var moved = Patch.Replace("@@ -1,5 +1,5 @@", "@@ -2,5 +2,5 @@");
        var claim = Finding.Replace(":3,", ":4,");

        var before = await ReviewAsync(new ScriptedModel(Finding), Patch);
        var after = await ReviewAsync(new ScriptedModel(claim), moved, source: "\n" + Source);

        Assert.Equal(
            before.Findings.Select(f => (f.Fingerprint, f.Lines.Start + 1)),
            after.Findings.Select(f => (f.Fingerprint, f.Lines.Start))
        );
    }

    [Fact]
    public async Task Files_that_are_not_reviewed_are_named_with_the_reason()
    {
        var patch =
            "diff --git a/gone.cs b/gone.cs\ndeleted file mode 100644\n--- a/gone.cs\n+++ /dev/null\n@@ -1 +0,0 @@\n-class X;\n"
            + "diff --git a/a.png b/a.png\nindex 1..2 100644\nBinary files a/a.png and b/a.png differ\n"
            + "diff --git a/F.g.cs b/F.g.cs\n--- a/F.g.cs\n+++ b/F.g.cs\n@@ -1 +1 @@\n-class X;\n+class Y;\n"
            + "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-x\n+y\n"
            + "diff --git a/Big.cs b/Big.cs\n--- a/Big.cs\n+++ b/Big.cs\n@@ -0,0 +1,2000 @@\n"
            + string.Concat(Enumerable.Repeat("+// x\n", 2000));
        var model = new ScriptedModel(NoFinding);

        var outcome = await ReviewAsync(model, patch);

        Assert.Equal(
            [
                "gone.cs: deleted",
                "a.png: binary",
                "F.g.cs: generated",
                "a.md: not a C# file",
                "Big.cs: the model did not look at it: more than 1500 changed lines",
            ],
            outcome
                .Skipped.Select(s => $"{s.Path}: {s.Why}")
                .Where(s => !s.Contains("compile", StringComparison.Ordinal))
        );
        Assert.Empty(model.Requests);
        Assert.False(outcome.Complete);
    }

    [Fact]
    public async Task Time_limit_ends_the_review_with_what_it_has()
    {
        var time = new ManualTime();
        var model = new ScriptedModel(Finding)
        {
            BeforeToken = index => time.Advance(index == 10 ? TimeSpan.FromSeconds(3) : TimeSpan.Zero),
        };
        var second = "--- a/B.cs\n+++ b/B.cs\n@@ -1 +1 @@\n-class B { }\n+class C { }\n";

        var outcome = await ReviewAsync(model, second + Patch, time: time, limit: TimeSpan.FromSeconds(2));

        Assert.False(outcome.Complete);
        Assert.Equal(FindingSource.Compiler, Assert.Single(outcome.Findings).Source);
        Assert.Equal(
            [
                new SkippedFile("B.cs", "the compiler could not judge it: there is no such file"),
                new SkippedFile("B.cs", "the time was up: lines 1"),
                new SkippedFile("A.cs", "the time was up: lines 1-5"),
            ],
            outcome.Skipped.Where(s => !s.Why.StartsWith("only its syntax", StringComparison.Ordinal))
        );
        Assert.Equal(1, model.Disposed);
    }

    [Fact]
    public async Task Findings_that_one_review_cannot_list_make_it_incomplete()
    {
        var broken = string.Concat(Enumerable.Range(0, 300).Select(i => $"    int F{i}() => 1\n"));
        var added = string.Concat(broken.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"+{l}\n"));
        var patch = $"--- /dev/null\n+++ b/Many.cs\n@@ -0,0 +1,302 @@\n+class M {{\n{added}+}}\n";

        var outcome = await ReviewAsync(new ScriptedModel(NoFinding), patch);

        Assert.Equal(200, outcome.Findings.Count);
        Assert.Contains(new SkippedFile(".", "there are more findings than one review lists"), outcome.Skipped);
        Assert.False(outcome.Complete);
    }

    [Fact]
    public async Task Cancelling_is_no_outcome()
    {
        using var cancel = new CancellationTokenSource();
        var model = new ScriptedModel(Finding) { BeforeToken = _ => cancel.Cancel() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReviewAsync(model, Patch, cancel: cancel.Token));
    }

    [Theory]
    [InlineData("@@ nonsense", null, "patch line 1")]
    [InlineData("just text", null, "the patch holds no unified diff")]
    [InlineData(null, null, "no patch was given")]
    [InlineData(Patch, 0, "the time limit")]
    public async Task Unusable_request_is_bad_input(string? patch, int? seconds, string message)
    {
        var limit = seconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null;

        var failure = await Assert.ThrowsAsync<FeatureException>(() =>
            ReviewAsync(new ScriptedModel(NoFinding), patch, limit: limit)
        );

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
        Assert.StartsWith(message, failure.Message);
    }

    [Fact]
    public async Task Empty_patch_has_no_findings()
    {
        var outcome = await ReviewAsync(new ScriptedModel(Finding), "");

        Assert.Empty(outcome.Findings);
        Assert.True(outcome.Complete);
    }

    private static async Task<ReviewOutcome> ReviewAsync(
        ScriptedModel model,
        string? patch,
        string source = Source,
        TimeSpan? limit = null,
        TimeProvider? time = null,
        Action<ReviewProgress>? onProgress = null,
        CancellationToken cancel = default
    )
    {
        using var workspace = new TemporaryWorkspace(("A.cs", source));
        var request = new ReviewRequest(
            await workspace.SnapshotAsync(),
            ReviewScope.Patch,
            Patch: patch,
            TimeLimit: limit
        );
        return await new ReviewFeature(model, time ?? TimeProvider.System, (_, e) => throw e).ReviewAsync(
            request,
            onProgress,
            cancel
        );
    }
}
