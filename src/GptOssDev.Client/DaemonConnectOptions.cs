namespace GptOssDev.Client;

/// <summary>How to reach the daemon. Immutable.</summary>
public sealed record DaemonConnectOptions
{
    public ClientEnvironment Environment { get; init; } = ClientEnvironment.Current();

    /// <summary>Whether a missing daemon is started.</summary>
    public bool StartIfNeeded { get; init; } = true;

    /// <summary>Whether to run a daemon of one's own, over its standard input and output, that ends with the client.</summary>
    public bool Private { get; init; }

    /// <summary>The daemon's program; null: <c>gptossd</c> beside the running program.</summary>
    public string? DaemonPath { get; init; }

    /// <summary>Variables added to the environment of a daemon that is started here; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> ChildVariables { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty;

    /// <summary>How long a start may take before it counts as failed.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Called with the names of variables (see <see cref="DaemonEnvironment"/>) when a daemon that runs already has other values
    /// of them than <see cref="Environment"/>.
    /// </summary>
    public Action<IReadOnlyList<string>>? OnOtherEnvironment { get; init; }

    /// <summary>Called once when a daemon is about to be started, so that a waiting person can be told.</summary>
    public Action? OnStarting { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
