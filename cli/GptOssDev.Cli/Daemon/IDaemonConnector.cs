namespace GptOssDev.Cli.Daemon;

/// <summary>Finds, starts and connects to daemons. Failures are <see cref="DaemonException"/>.</summary>
internal interface IDaemonConnector
{
    /// <summary>Where the daemon of this user listens.</summary>
    string Endpoint { get; }

    /// <summary>The folders of this user.</summary>
    CliFolders Folders { get; }

    /// <summary>Connects, starting the daemon when it does not run.</summary>
    Task<IDaemon> ConnectAsync(DaemonWish wish, CancellationToken cancellation);

    /// <summary>Connects to a running daemon; null when none runs.</summary>
    Task<IDaemon?> TryConnectAsync(CancellationToken cancellation);

    /// <summary>A raw connection for the language server bridge, starting the daemon when it does not run.</summary>
    Task<Stream> OpenStreamAsync(DaemonWish wish, CancellationToken cancellation);

    /// <summary>Runs the daemon in this terminal until it ends.</summary>
    /// <returns>Its exit code.</returns>
    Task<int> RunForegroundAsync(DaemonWish wish, CancellationToken cancellation);
}

/// <summary>What kind of daemon a command wants.</summary>
/// <param name="Private">One of its own that ends with the command.</param>
/// <param name="Offline">One that never touches the network, where one has to be started.</param>
internal sealed record DaemonWish(bool Private = false, bool Offline = false);

/// <summary>The folders everything of this user lies in; absolute paths.</summary>
internal sealed record CliFolders(string Cache, string Config, string State, string Runtime)
{
    public string SettingsFile => Path.Combine(Config, "config.json");

    public string TrustFile => Path.Combine(State, "trust.json");

    public string LogFile => Path.Combine(State, "gptossd.log");
}
