using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Features;
using GptOssDev.Features.Chat;
using GptOssDev.Features.Code;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Explain;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Refactor;
using GptOssDev.Features.Review;
using Xunit;

namespace GptOssDev.Tests.Integration.Features;

/// <summary>
/// Each job once on the bundled model and a real project, greedy. What the model says is not asserted; that what is said about it
/// is true, is.
/// </summary>
public sealed class BundledModelJobsTests(FeatureFixture fixture, ITestOutputHelper output)
    : IClassFixture<FeatureFixture>
{
    [Fact]
    public async Task Completion_has_a_verdict_that_holds()
    {
        var code = await fixture.SnapshotAsync();
        const string marked = "return _lines.Count == 0;";
        var text = FeatureFixture.Cart.Replace(marked, "return _lines.", StringComparison.Ordinal);
        var position = new TextPosition(28, "        return _lines.".Length);
        var feature = new CompletionFeature(
            fixture.Engine,
            new CompletionVerifier(TimeProvider.System),
            TimeProvider.System
        );

        var outcome = await feature.CompleteAsync(
            new CompletionRequest(code, fixture.CartPath, position, text, Count: 2),
            default
        );

        Show(
            outcome.Timings,
            [.. outcome.Items.Select(i => $"{i.Verdict} {i.LogProbability:0.00} {i.Text}"), outcome.Nothing]
        );
        Assert.Equal(outcome.Items.Count == 0, outcome.Nothing is not null);
        Assert.Contains("very small model", outcome.Notice);
        Assert.All(
            outcome.Items,
            item =>
            {
                Assert.Equal(CompletionVerdict.Accepted, item.Verdict);
                Assert.Equal(position, item.Range.Start);
                Assert.True(item.LogProbability < 0);
            }
        );
        foreach (var item in outcome.Items)
        {
            await AssertBindsAsync(
                text.Replace("return _lines.", "return _lines." + item.Text, StringComparison.Ordinal)
            );
        }
        AssertTimings(outcome.Timings, verified: true);
    }

    [Fact]
    public async Task Explanation_is_streamed_and_is_its_parts()
    {
        var parts = new List<AnswerPart>();
        var feature = new ExplainFeature(fixture.Engine, TimeProvider.System);
        var request = new ExplainRequest(
            await fixture.SnapshotAsync(),
            new CodeTarget(Symbol: "Cart.Total"),
            new GenerationSettings(MaxTokens: 120)
        );

        var outcome = await feature.ExplainAsync(request, parts.Add, default);

        Show(outcome.Timings, outcome.Answer);
        Assert.NotEmpty(outcome.Answer);
        Assert.DoesNotContain("<|", outcome.Answer);
        Assert.Equal(
            outcome.Answer,
            string.Concat(parts.Where(p => p.Channel == AnswerChannel.Answer).Select(p => p.Text))
        );
        Assert.True(parts.Count > 1);
        AssertTimings(outcome.Timings, verified: false);
    }

    [Fact]
    public async Task Answer_cites_what_it_was_given()
    {
        var feature = new AskFeature(fixture.Engine, TimeProvider.System);
        var request = new AskRequest(
            await fixture.SnapshotAsync(),
            "How is the total computed?",
            [new AskFile(fixture.CartPath)],
            Settings: new GenerationSettings(MaxTokens: 150)
        );

        var outcome = await feature.AskAsync(request, null, default);

        Show(outcome.Timings, [outcome.Answer, .. outcome.Citations.Select(c => $"{c.Path}:{c.Lines} {c.Verified}")]);
        Assert.NotEmpty(outcome.Answer);
        var lines = FeatureFixture.Cart.Split('\n').Length - 1;
        Assert.All(outcome.Citations, c => Assert.Equal(c.Path == "Cart.cs" && c.Lines.End <= lines, c.Verified));
    }

    [Fact]
    public async Task Refactoring_has_a_verdict_that_holds()
    {
        var feature = new RefactorFeature(fixture.Engine, fixture.Verifier, TimeProvider.System);
        var request = new RefactorRequest(
            await fixture.SnapshotAsync(),
            "Rename the local variable total to sum.",
            new CodeTarget(fixture.CartPath, new LineRange(20, 20))
        );

        var outcome = await feature.RefactorAsync(request, null, default);

        Show(
            outcome.Timings,
            [outcome.Verdict.Kind.ToString(), .. outcome.Verdict.Reasons, .. outcome.Edits.Select(e => e.Diff)]
        );
        Assert.InRange(outcome.Attempts, 1, 2);
        Assert.NotEqual(VerdictKind.Inconclusive, outcome.Verdict.Kind);
        if (outcome.Verdict.IsAccepted)
        {
            var edit = Assert.Single(outcome.Edits);
            Assert.Equal(("Cart.cs", FeatureFixture.Cart), (edit.Path, edit.OldText));
            Assert.NotEqual(edit.OldText, edit.NewText);
            await AssertBindsAsync(edit.NewText);
        }
        else
        {
            Assert.NotEmpty(outcome.Verdict.Reasons);
        }
        AssertTimings(outcome.Timings, verified: outcome.Edits.Count > 0);
    }

    [Fact]
    public async Task Review_of_staged_changes_proves_what_the_compiler_says()
    {
        // Staged is broken, the working tree is not: the review has to see what is staged.
        var broken = FeatureFixture
            .Cart.Replace("return total;", "return totals;", StringComparison.Ordinal)
            .Replace("_lines.Count == 0", "_lines.Count != 0", StringComparison.Ordinal);
        await File.WriteAllTextAsync(fixture.CartPath, broken);
        await fixture.GitAsync("add", "Cart.cs");
        await File.WriteAllTextAsync(fixture.CartPath, FeatureFixture.Cart);
        try
        {
            var feature = new ReviewFeature(fixture.Engine, TimeProvider.System, (_, e) => throw e);
            var request = new ReviewRequest(await fixture.SnapshotAsync(), ReviewScope.Staged);

            var outcome = await feature.ReviewAsync(request, null, default);

            Show(outcome.Timings, [.. outcome.Findings.Select(f => f.ToString())]);
            Assert.True(outcome.Complete);
            Assert.Empty(outcome.Skipped);
            var proved = Assert.Single(outcome.Findings, f => f.Witness == FindingWitness.Proved);
            Assert.Equal(
                ("Cart.cs", new LineRange(24, 24), FindingSeverity.Error, "CS0103", FindingSource.Compiler),
                (proved.Path, proved.Lines, proved.Severity, proved.Rule, proved.Source)
            );
            Assert.Equal(1, proved.Id);
            Assert.All(
                outcome.Findings.Skip(1),
                f =>
                {
                    Assert.Equal((FindingSource.Model, FindingWitness.Plausible), (f.Source, f.Witness));
                    Assert.NotEqual(FindingSeverity.Error, f.Severity);
                    Assert.InRange(f.Lines.Start, 1, 32);
                }
            );
            Assert.Equal(outcome.Findings.Count, outcome.Findings.Select(f => f.Fingerprint).Distinct().Count());
        }
        finally
        {
            await fixture.GitAsync("reset", "-q");
        }
    }

    [Fact]
    public async Task Review_outside_a_repository_is_bad_input()
    {
        using var elsewhere = new TemporaryFolder();
        var loaded = await GptOssDev.CodeModel.Workspaces.CodeWorkspace.LoadAsync(
            new(elsewhere.Path, GptOssDev.CodeModel.Workspaces.WorkspaceTrust.Untrusted),
            TimeProvider.System
        );
        var feature = new ReviewFeature(fixture.Engine, TimeProvider.System, (_, e) => throw e);

        var failure = await Assert.ThrowsAsync<FeatureException>(async () =>
            await feature.ReviewAsync(
                new ReviewRequest(await loaded.SnapshotAsync(), ReviewScope.Staged),
                null,
                default
            )
        );

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
    }

    /// <summary>The verdict, taken again by another way: the whole project has no error with this text.</summary>
    private async Task AssertBindsAsync(string text)
    {
        var code = (await fixture.SnapshotAsync()).WithText(fixture.CartPath, text);
        var found = await CompilerFindings.ForDocumentsAsync(code, [fixture.CartPath]);

        Assert.DoesNotContain(found, d => d.Level == DiagnosticLevel.Error);
    }

    private static void AssertTimings(FeatureTimings timings, bool verified)
    {
        Assert.True(timings.PromptTokens > 0 && timings.GeneratedTokens > 0);
        Assert.True(timings.Total >= timings.FirstToken && timings.FirstToken > TimeSpan.Zero);
        Assert.Equal(verified, timings.Verify > TimeSpan.Zero);
        Assert.Equal(timings.GeneratedTokens > 1, timings.TokensPerSecond > 0);
    }

    private void Show(FeatureTimings timings, params string?[] lines)
    {
        output.WriteLine(timings.ToString());
        foreach (var line in lines.OfType<string>())
        {
            output.WriteLine(line);
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("gptoss-nowhere-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
