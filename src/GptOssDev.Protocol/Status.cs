namespace GptOssDev.Protocol;

/// <param name="State"><c>loading</c>, <c>ready</c>, <c>unloaded</c> or <c>failed</c>.</param>
/// <param name="Detail">Why it failed, or how far loading is; null when there is nothing to say.</param>
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
    string? Detail = null
);

public sealed record MemoryStatus(long WorkingSetBytes, long ManagedBytes);

/// <param name="Running">Requests whose tokens are being generated.</param>
/// <param name="Waiting">Requests that wait for room.</param>
/// <param name="Requests">RPC requests not yet answered, this one left out.</param>
public sealed record QueueStatus(int Running, int Waiting, int Requests);

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
    string? Log = null
);

/// <summary>Params of a method that takes none.</summary>
public sealed record EmptyParams;

/// <summary>Result of a method that only acts.</summary>
public sealed record EmptyResult;
