namespace GptOssDev.Contracts;

/// <param name="GpuLayers">Layers on the GPU.</param>
/// <param name="State"><c>loading</c>, <c>ready</c>, <c>unloaded</c> or <c>failed</c>.</param>
/// <param name="Detail">Why it failed, or how far loading is; null when there is nothing to say.</param>
/// <param name="CpuExpertLayers">Of the layers, those whose experts stay on the CPU though there is a GPU.</param>
/// <param name="Threads">Threads on the CPU; 0 while no model is ready.</param>
/// <param name="BatchTokens">Most tokens computed at once.</param>
/// <param name="FlashAttention">Whether the fused attention kernel is used.</param>
/// <param name="KvType">Number format of the memory of past tokens.</param>
/// <param name="Note">
/// One line where the model was loaded smaller than the settings, or a larger machine, would have it, or where an installed
/// backend is not used.
/// </param>
public sealed record ModelStatus(
    string? Name,
    string? Path,
    string? Architecture,
    long Parameters,
    long FileBytes,
    int ContextTokens,
    string? Backend,
    int GpuLayers,
    string State,
    string? Detail = null,
    int CpuExpertLayers = 0,
    int Threads = 0,
    int BatchTokens = 0,
    bool FlashAttention = false,
    string? KvType = null,
    string? Note = null
);

/// <summary>What a loaded model takes of one side: the machine's memory, or the GPUs.</summary>
/// <param name="KvBytes">Keys and values of past tokens.</param>
/// <param name="ComputeBytes">Buffers of the computation.</param>
public sealed record ModelMemory(long WeightBytes, long KvBytes, long ComputeBytes);

/// <summary>Memory of a device as its driver tells it now.</summary>
public sealed record DeviceMemory(string Name, string Description, long FreeBytes, long TotalBytes);

/// <param name="AvailableBytes">Memory of the machine, or left under a container's limit, that could still be taken.</param>
/// <param name="Model">What the loaded model takes of the machine's memory; null while none is ready.</param>
/// <param name="GpuModel">What it takes on the GPUs; null while none is ready.</param>
/// <param name="Devices">The GPUs; null until the native library has been loaded.</param>
/// <param name="WorkspaceBudgetBytes">Managed memory, garbage left out, above which what is bound of projects is dropped; null is no bound.</param>
public sealed record MemoryStatus(
    long WorkingSetBytes,
    long ManagedBytes,
    long AvailableBytes = 0,
    ModelMemory? Model = null,
    ModelMemory? GpuModel = null,
    IReadOnlyList<DeviceMemory>? Devices = null,
    long? WorkspaceBudgetBytes = null
);

/// <summary>A workspace that the daemon holds.</summary>
/// <param name="Entry">Its solution, project or folder.</param>
/// <param name="State"><c>loading</c> or <c>ready</c>.</param>
/// <param name="FullProjects">Projects read as their own build says; the others are syntax or a hint.</param>
/// <param name="BoundProjects">Projects that the compiler holds ready.</param>
/// <param name="SourceBytes">Size of the source texts in memory.</param>
public sealed record WorkspaceStatus(
    string Entry,
    bool Trusted,
    string State,
    int Projects,
    int FullProjects,
    int BoundProjects,
    int Documents,
    long SourceBytes
);

/// <param name="Running">Requests whose tokens are being generated.</param>
/// <param name="Waiting">Requests that wait for room.</param>
/// <param name="Requests">RPC requests not yet answered, this one left out.</param>
public sealed record QueueStatus(int Running, int Waiting, int Requests);

/// <param name="Workspaces">The most recently used first.</param>
/// <param name="Log">Where the log is, or why there is none.</param>
public sealed record StatusResult(
    string Version,
    int Pid,
    string Endpoint,
    ModelStatus Model,
    MemoryStatus Memory,
    QueueStatus Queue,
    int Clients,
    double UptimeSeconds,
    string? Log = null,
    IReadOnlyList<WorkspaceStatus>? Workspaces = null
);

/// <summary>Params of a method that takes none.</summary>
public sealed record EmptyParams;

/// <summary>Result of a method that only acts.</summary>
public sealed record EmptyResult;
