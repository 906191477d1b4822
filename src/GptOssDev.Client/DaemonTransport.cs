namespace GptOssDev.Client;

/// <summary>
/// A connected pair of byte streams to a daemon, and with a private daemon its process too. For bridges that pass bytes on;
/// everyone else uses <see cref="DaemonClient"/>. Disposing it closes the connection and ends a private daemon.
/// </summary>
public sealed class DaemonTransport : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;
    private readonly Func<string?> _lastWords;

    internal DaemonTransport(Stream input, Stream output, IAsyncDisposable owner, Func<string?>? lastWords = null)
    {
        Input = input;
        Output = output;
        _owner = owner;
        _lastWords = lastWords ?? (static () => null);
    }

    /// <summary>What the daemon sends.</summary>
    public Stream Input { get; }

    /// <summary>What the daemon receives.</summary>
    public Stream Output { get; }

    /// <summary>The last line that a private daemon wrote to its error stream, or null.</summary>
    internal string? LastWords => _lastWords();

    /// <summary>Connects, starting a daemon where the options say so.</summary>
    /// <exception cref="DaemonException">With the reason and one line that says what mends it.</exception>
    public static Task<DaemonTransport> OpenAsync(
        DaemonConnectOptions options,
        CancellationToken cancellationToken = default
    ) =>
        options.Private
            ? Task.FromResult(PrivateDaemon.Start(options))
            : new DaemonConnector(options).ConnectAsync(cancellationToken);

    public ValueTask DisposeAsync() => _owner.DisposeAsync();
}
