using GptOssDev.Inference;

namespace GptOssDev.Server.Models;

/// <summary>The engine, with the model of the user's settings where a request names none. Any thread.</summary>
internal sealed class DefaultModelEngine(InferenceEngine engine, string? defaultModel) : IInferenceEngine
{
    public EngineStatus Status => engine.Status;

    public ValueTask<IModelSession> AcquireAsync(string? model, CancellationToken cancellationToken) =>
        engine.AcquireAsync(model ?? defaultModel, cancellationToken);

    public ValueTask<bool> TryUnloadAsync(CancellationToken cancellationToken) =>
        engine.TryUnloadAsync(cancellationToken);
}
