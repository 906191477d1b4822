using GptOssDev.CodeModel.Verification;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Evaluation;

/// <summary>
/// Measures completion on a repository: code is hidden at places of its own files and completed again. Holds no state of a
/// request; any thread. Everyone else goes first on the model, so figures of time are those of a machine that is left alone.
/// </summary>
public sealed class CompletionEvaluation(IInferenceEngine engine, CompletionFeature feature, TimeProvider time)
{
    private const int MaxPositions = 20_000;
    private const int MaxCandidates = 8;

    // Positions and samplings are drawn by it where the user gives none.
    private const int UsualSeed = 1;

    /// <param name="onProgress">Called after each place; null listens to nothing.</param>
    /// <exception cref="FeatureException">Bad input: a number out of its bounds, no C# file to measure on.</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<EvaluationOutcome> RunAsync(
        EvaluationRequest request,
        Action<EvaluationProgress>? onProgress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        Require(request.Positions, MaxPositions, "positions");
        Require(request.Candidates, MaxCandidates, "candidates");
        var settings = request.Settings ?? GenerationSettings.Default;
        var seed = settings.Seed ?? UsualSeed;
        var positions = await EvaluationPosition.DrawAsync(request.Code, request.Positions, seed, cancellationToken);
        if (positions.Count == 0)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{request.Code.State.Root}: there is no C# code to complete: name a repository that has some"
            );
        }
        using var model = await GenerationSession.StartAsync(
            engine,
            settings with
            {
                Seed = seed,
            },
            RequestPriority.Background,
            new RequestTimer(time),
            cancellationToken
        );
        var replay = new OfflineEvaluationRun(model, feature, new CompletionVerifier(time), new Verifier(time), time);
        var results = new List<EvaluationSampleResult>();
        foreach (var position in positions)
        {
            results.Add(await replay.RunAsync(request.Code, position, request.Candidates, cancellationToken));
            onProgress?.Invoke(new EvaluationProgress(results.Count, positions.Count));
        }
        return new EvaluationOutcome(
            model.Model.Name,
            seed,
            results.Count,
            request.Candidates,
            results.Any(r => r.Free.Concat(r.Held).Any(c => c.RawCompiles == true || c.ShownCompiles is not null)),
            EvaluationAccumulator.Of(results),
            model.Notice
        );
    }

    private static void Require(int number, int most, string what)
    {
        if (number < 1 || number > most)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{number} {what} cannot be asked for: give a number from 1 to {most}"
            );
        }
    }
}
