using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Evaluation;

/// <summary>
/// Measures what a user can expect of this machine and this model, on the engine that serves everybody and beside its other
/// requests. Those go first: only the keystrokes, a few tokens each, are asked for as by somebody who waits. Holds no state
/// of a request; any thread.
/// </summary>
public sealed class BenchFeature(IInferenceEngine engine, TimeProvider time)
{
    /// <exception cref="FeatureException">The settings are out of bounds.</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<BenchOutcome> RunAsync(
        GenerationSettings settings,
        Action<BenchStep>? onStep,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        var model = settings.Checked().Model;
        var started = time.GetTimestamp();
        var wasReady = engine.Status.State == ModelState.Ready;
        onStep?.Invoke(new BenchStep(0, BenchRun.Steps, "loading the model"));
        using var session = await engine.AcquireAsync(model, cancellationToken);
        var load = time.GetElapsedTime(started);
        var run = new BenchRun(engine, session, time, onStep);
        return await run.MeasureAsync(wasReady ? null : load, cancellationToken) with
        {
            Total = time.GetElapsedTime(started),
        };
    }
}
