using GptOssDev.Client;

namespace GptOssDev.Cli.Daemon;

/// <summary>
/// Finds, starts and connects to daemons. Failures are <see cref="DaemonException"/>; so are folders that cannot be
/// computed from the environment.
/// </summary>
internal interface IDaemonConnector
{
    /// <summary>The folders of this user.</summary>
    UserFolders Folders { get; }

    /// <summary>Where the daemon of this user listens.</summary>
    string Endpoint { get; }

    /// <summary>Connects as the wish says.</summary>
    Task<IDaemon> ConnectAsync(ConnectionOptions wish, CancellationToken cancellationToken);

    /// <summary>A raw connection for the language server bridge.</summary>
    Task<DaemonTransport> OpenTransportAsync(ConnectionOptions wish, CancellationToken cancellationToken);
}

/// <summary>What kind of daemon a command wants.</summary>
/// <param name="Start">Whether a missing one is started.</param>
/// <param name="Private">One of its own that ends with the command.</param>
internal sealed record ConnectionOptions(bool Start = true, bool Private = false)
{
    /// <summary>Called when a daemon is about to be started, so that a waiting person can be told.</summary>
    public Action? OnStarting { get; init; }

    /// <summary>Called with names of variables in which the environment of a daemon that runs already differs.</summary>
    public Action<IReadOnlyList<string>>? OnOtherEnvironment { get; init; }
}
