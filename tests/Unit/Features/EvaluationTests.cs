using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Features;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Evaluation;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class EvaluationTests
{
    private const string Source = """
        class A
        {
            int Sum(string text, int count)
            {
                var length = text.Trim().Length;
                Use(length, count);
                return length + count;
            }

            void Use(int a, int b) { }
        }

        """;

    [Fact]
    public async Task Sites_of_every_kind_are_found_with_the_text_that_stands_there()
    {
        using var workspace = new TemporaryWorkspace(("A.cs", Source));
        var document = (await workspace.SnapshotAsync()).Find(workspace.PathOf("A.cs"))!;

        var sites = await CompletionSites.FindAsync(document);

        Assert.Equal(
            [
                (
                    CompletionSiteKind.Body,
                    "var length = text.Trim().Length;\n        Use(length, count);\n        return length + count;"
                ),
                (CompletionSiteKind.Statement, "var length = text.Trim().Length;"),
                (CompletionSiteKind.Member, "Length;"),
                (CompletionSiteKind.Member, "Trim().Length;"),
                (CompletionSiteKind.Statement, "Use(length, count);"),
                (CompletionSiteKind.Argument, "length, count"),
                (CompletionSiteKind.Statement, "return length + count;"),
            ],
            sites.Select(s => (s.Kind, s.Text))
        );
    }

    [Fact]
    public async Task Same_seed_gives_the_same_figures()
    {
        using var workspace = new TemporaryWorkspace(("A.cs", Source));
        var request = new EvaluationRequest(await workspace.SnapshotAsync(), Positions: 6, Candidates: 2);
        var progress = new List<EvaluationProgress>();

        var first = await Evaluation().RunAsync(request, progress.Add, default);
        var second = await Evaluation().RunAsync(request, null, default);

        Assert.Equal(Enumerable.Range(1, 6).Select(i => new EvaluationProgress(i, 6)), progress);
        Assert.Equal(["statement", "member", "argument", "body", "all"], first.Kinds.Select(k => k.Kind));
        Assert.Equal(first.Kinds.Select(WithoutTimes), second.Kinds.Select(WithoutTimes));
        // Loose files have no meaning for the compiler, and that is told.
        Assert.False(first.Verified);
    }

    [Theory]
    [InlineData("abc", "abc", 1)]
    [InlineData("", "", 1)]
    [InlineData("abc", "", 0)]
    [InlineData("kitten", "sitting", 1 - (3.0 / 7))]
    public void Similarity_is_one_less_the_share_of_edits(string one, string other, double similarity) =>
        Assert.Equal(similarity, EditSimilarity.Of(one, other), 9);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(10, 9)]
    public async Task Number_out_of_bounds_is_bad_input(int positions, int candidates)
    {
        using var workspace = new TemporaryWorkspace(("A.cs", Source));
        var request = new EvaluationRequest(await workspace.SnapshotAsync(), positions, candidates);

        var failure = await Assert.ThrowsAsync<FeatureException>(() => Evaluation().RunAsync(request, null, default));

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
    }

    [Fact]
    public async Task Repository_without_code_is_bad_input()
    {
        using var workspace = new TemporaryWorkspace();
        var request = new EvaluationRequest(await workspace.SnapshotAsync());

        var failure = await Assert.ThrowsAsync<FeatureException>(() => Evaluation().RunAsync(request, null, default));

        Assert.Contains("there is no C# code", failure.Message);
    }

    [Fact]
    public void Figures_add_up_what_came_of_the_places()
    {
        var good = new EvaluatedCandidate(RawCompiles: true, Compiles: true, IsShown: true, ShownCompiles: true);
        var bad = new EvaluatedCandidate(RawCompiles: false, Compiles: false, IsShown: false, ShownCompiles: false);
        EvaluationSampleResult[] results =
        [
            new(CompletionSiteKind.Member, true, 1, [good], [good], new(true, true, true), S(1), S(0.1)),
            new(CompletionSiteKind.Member, false, 0.5, [bad, good], [good], new(true, false, true), S(3), S(0.3)),
            new(CompletionSiteKind.Body, false, 0, [bad, bad], [bad, bad], null, S(2), S(0.2)),
        ];

        var all = EvaluationAccumulator.Of(results)[^1];

        Assert.Equal(
            new KindMetrics(
                "all",
                3,
                1.0 / 3,
                0.5,
                new CompileRates(1.0 / 3, 1.0 / 3, 1, 1, 2.0 / 3, 1),
                2.0 / 3,
                2.0 / 3,
                1,
                new IdentifierMetrics(2, 1, 0.5, 1),
                new LatencyMetrics(2000, 3000, 3000, 3000),
                new LatencyMetrics(200, 300, 300, 300)
            ),
            all
        );
    }

    private static CompletionEvaluation Evaluation()
    {
        var model = new ScriptedModel("Length;\n", "x", "1;\n") { HasFillInTheMiddle = true };
        var feature = new CompletionFeature(model, new CompletionVerifier(TimeProvider.System), TimeProvider.System);
        return new CompletionEvaluation(model, feature, TimeProvider.System);
    }

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    private static KindMetrics WithoutTimes(KindMetrics figures) =>
        figures with
        {
            Latency = new(0, 0, 0, 0),
            Outside = new(0, 0, 0, 0),
        };
}
