namespace GptOssDev.CodeModel.Workspaces;

/// <summary>How much loaded workspaces may hold, and for how long.</summary>
/// <param name="Capacity">The most workspaces held.</param>
public sealed record WorkspaceLimits(int Capacity)
{
    /// <summary>Managed memory of the process above which what is bound in workspaces is dropped; null is no bound.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>After this time without a request a workspace drops what is bound in it; its texts stay.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often both are looked at.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(30);
}
