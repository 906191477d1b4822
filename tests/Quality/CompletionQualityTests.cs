using GptOssDev.CodeModel.Verification;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Evaluation;
using Xunit;

namespace GptOssDev.Tests.Quality;

/// <summary>
/// What completion promises, held against this repository's own source with the bundled model. The promises do not depend on
/// how good the model is.
/// </summary>
public sealed class CompletionQualityTests(QualityFixture fixture) : IClassFixture<QualityFixture>
{
    // Of the places where any raw candidate compiles, so many at least show something: a gate that shows nothing is worthless.
    private const double ShownOfBinding = 0.6;

    [Fact]
    public async Task What_is_shown_binds_and_legal_names_hold()
    {
        var outcome = await RunAsync(QualityPositions.Count);

        Assert.True(outcome.Verified, "the compiler judged");
        Assert.All(outcome.Kinds, Show);
        var all = outcome.Kinds[^1];
        Assert.True(all.ShownOfBinding is null or >= ShownOfBinding, $"shown of what binds: {all.ShownOfBinding}");
        Assert.All(
            outcome.Kinds,
            kind =>
            {
                Assert.Equal((1.0, 1.0), (kind.Compiles.Gated ?? 1, kind.Compiles.BestConstrained ?? 1));
                Assert.Equal((1.0, 1.0), (kind.Names.OriginalAllowed ?? 1, kind.Names.LegalConstrained ?? 1));
            }
        );
    }

    [Fact]
    public async Task Same_seed_gives_the_same_figures()
    {
        const int Few = 4;
        var first = await RunAsync(Few);
        var second = await RunAsync(Few);

        Assert.Equal(first.Kinds.Select(WithoutTimes), second.Kinds.Select(WithoutTimes));
    }

    private Task<EvaluationOutcome> RunAsync(int positions)
    {
        var feature = new CompletionFeature(
            fixture.Engine,
            new CompletionVerifier(TimeProvider.System),
            TimeProvider.System
        );
        return new CompletionEvaluation(fixture.Engine, feature, TimeProvider.System).RunAsync(
            new EvaluationRequest(fixture.Code, positions),
            onProgress: null,
            TestContext.Current.CancellationToken
        );
    }

    private static void Show(KindMetrics figures) =>
        TestContext.Current.TestOutputHelper?.WriteLine(figures.ToString());

    private static KindMetrics WithoutTimes(KindMetrics figures) =>
        figures with
        {
            Latency = new(0, 0, 0, 0),
            Outside = new(0, 0, 0, 0),
        };
}
