using GptOssDev.Client;

namespace GptOssDev.Cli.Daemon;

/// <summary>The real daemon of this user, through the client library.</summary>
internal sealed class ClientConnector(CliContext context) : IDaemonConnector
{
    private readonly ClientEnvironment _environment = ClientEnvironment.Current() with
    {
        Variable = context.Environment,
    };

    public UserFolders Folders => UserFolders.Resolve(_environment);

    public string Endpoint => GptOssDev.Client.Endpoint.Resolve(_environment, ProductVersion.Current).ToString();

    public async Task<IDaemon> ConnectAsync(ConnectionOptions wish, CancellationToken cancellationToken) =>
        new ClientDaemon(await DaemonClient.ConnectAsync(Options(wish), cancellationToken));

    public Task<DaemonTransport> OpenTransportAsync(ConnectionOptions wish, CancellationToken cancellationToken) =>
        DaemonTransport.OpenAsync(Options(wish), cancellationToken);

    private DaemonConnectOptions Options(ConnectionOptions wish) =>
        new()
        {
            Environment = _environment,
            StartIfNeeded = wish.Start,
            Private = wish.Private,
            OnStarting = wish.OnStarting,
            OnOtherEnvironment = wish.OnOtherEnvironment,
            Time = context.Time,
        };
}
