namespace GptOssDev.Inference;

public enum ModelState
{
    Unloaded,
    Loading,
    Ready,
    Failed,
}

/// <param name="Model">Null unless <see cref="ModelState.Ready"/>.</param>
/// <param name="Detail">Why loading failed, or how far it is; null when there is nothing to say.</param>
/// <param name="Running">Generations that hold a sequence.</param>
/// <param name="Waiting">Generations that wait for one.</param>
public sealed record EngineStatus(
    ModelState State,
    string? Name,
    ModelInfo? Model,
    string? Detail,
    int Running,
    int Waiting
);
