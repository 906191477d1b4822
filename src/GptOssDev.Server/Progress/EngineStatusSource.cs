using GptOssDev.Contracts;

namespace GptOssDev.Server.Progress;

/// <summary>What the daemon's frame needs to know of the model; each delegate answers at once, whatever the engine does.</summary>
/// <param name="Model">The model's state.</param>
/// <param name="Memory">What the process and the model take.</param>
/// <param name="Running">Requests whose tokens are being generated.</param>
/// <param name="Waiting">Requests that wait for room.</param>
/// <param name="UnloadAsync">Frees the model's memory; it is loaded again on demand.</param>
internal sealed record EngineStatusSource(
    Func<ModelStatus> Model,
    Func<MemoryStatus> Memory,
    Func<int> Running,
    Func<int> Waiting,
    Func<CancellationToken, Task> UnloadAsync
);
