using GptOssDev.Cli.Daemon;
using GptOssDev.Client;

namespace GptOssDev.Tests.Unit.Cli;

/// <summary>Connects to a test's daemon, or fails as the test says.</summary>
internal sealed class FakeConnector(string home, FakeDaemon daemon) : IDaemonConnector
{
    public DaemonException? Failure { get; set; }

    public List<ConnectionOptions> Wishes { get; } = [];

    public UserFolders Folders { get; } =
        new(Path.Combine(home, "cache"), Path.Combine(home, "config"), Path.Combine(home, "state"), null);

    public string Endpoint => Path.Combine(home, "gptossd.sock");

    public Task<IDaemon> ConnectAsync(ConnectionOptions wish, CancellationToken cancellation)
    {
        Wishes.Add(wish);
        return Failure is null ? Task.FromResult<IDaemon>(daemon) : Task.FromException<IDaemon>(Failure);
    }

    public Task<DaemonTransport> OpenTransportAsync(ConnectionOptions wish, CancellationToken cancellation) =>
        Task.FromException<DaemonTransport>(new NotSupportedException("the bridge is tested on its own"));
}
