using System.Runtime;
using GptOssDev.Client;
using GptOssDev.Client.Settings;
using GptOssDev.Server.Host;
using GptOssDev.Server.Logging;
using GptOssDev.Server.Rpc;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server;

/// <summary>
/// The daemon's life from start to end, in the order that keeps its promises: the lock before the socket; at the end the socket
/// first, then the connections, then the features, the lock last. Runs once.
/// </summary>
internal sealed class DaemonHost(ClientEnvironment environment, TimeProvider time)
{
    private static readonly TimeSpan _trimAfter = TimeSpan.FromSeconds(5);

    /// <summary>Serves the user's clients at the endpoint until told to stop. False when another daemon does so already.</summary>
    /// <param name="onReady">Called when clients can connect.</param>
    /// <exception cref="ServerException">The endpoint cannot be used.</exception>
    /// <exception cref="DaemonException">The environment names no usable folders.</exception>
    public async Task<bool> RunAtEndpointAsync(ShutdownSignal stop, Action onReady)
    {
        var endpoint = Endpoint.Resolve(environment, ProductVersion.Current);
        var folders = UserFolders.Resolve(environment);
        if (endpoint.Kind == EndpointKind.UnixSocket)
        {
            SocketListener.PrepareFolder(endpoint);
        }
        using var instance = InstanceLock.TryTake(endpoint.LockPath);
        if (instance is null)
        {
            return false;
        }
        using var log = new DaemonLog(new LogFile(folders.Logs, "gptossd", new LogLimits(), time));
        var logger = log.CreateLogger<DaemonHost>();
        await using IClientListener listener =
            endpoint.Kind == EndpointKind.UnixSocket
                ? SocketListener.Bind(endpoint, log.CreateLogger<SocketListener>())
                : new PipeListener(endpoint);
        var context = new DaemonContext(environment, folders, endpoint.ToString(), log, new Activity(time), stop, time);
        var settings = Settings(context);
        using var levels = new LogLevelMonitor(UserFiles.Settings(folders), environment, settings.LogLevel, log, time);
        await using var composition = Composition.Create(context, settings);
        await using var hub = new SessionHub(composition.Handlers, context.Activity, log, time, composition.ClientLeft);
        NoteEnvironment(endpoint, logger);
        logger.LogInformation(
            "listening at {Endpoint}, process {Process}, version {Version}",
            endpoint,
            Environment.ProcessId,
            ProductVersion.Current
        );
        onReady();
        var idle = new IdleMonitor(
            context.Activity,
            IdleRules(context, composition, DaemonSettings.Read(environment, settings)),
            log.CreateLogger<IdleMonitor>(),
            time
        ).RunAsync(stop.Token);
        await AcceptAsync(listener, hub, logger, stop.Token);
        await listener.DisposeAsync();
        logger.LogInformation("stopping: {Reason}", stop.Reason);
        await idle;
        return true;
    }

    /// <summary>Serves one client on a pair of streams until they end.</summary>
    /// <exception cref="DaemonException">The environment names no usable folders.</exception>
    public async Task RunOnStreamsAsync(Stream input, Stream output, ShutdownSignal stop)
    {
        var folders = UserFolders.Resolve(environment);
        using var log = new DaemonLog(new LogFile(folders.Logs, "gptossd-private", new LogLimits(), time));
        var logger = log.CreateLogger<DaemonHost>();
        var context = new DaemonContext(environment, folders, "stdio", log, new Activity(time), stop, time);
        var settings = Settings(context);
        using var levels = new LogLevelMonitor(UserFiles.Settings(folders), environment, settings.LogLevel, log, time);
        await using var composition = Composition.Create(context, settings);
        await using var hub = new SessionHub(composition.Handlers, context.Activity, log, time, composition.ClientLeft);
        logger.LogInformation(
            "serving one client on stdio, process {Process}, version {Version}",
            Environment.ProcessId,
            ProductVersion.Current
        );
        var serving = hub.ServeAsync(input, output);
        var stopped = new TaskCompletionSource();
        await using (stop.Token.Register(stopped.SetResult))
        {
            await Task.WhenAny(serving, stopped.Task);
        }
        await hub.DisposeAsync();
        await serving;
        logger.LogInformation("the client has disconnected");
    }

    /// <summary>Notes what clients compare with their own environment. Without it they cannot say a difference.</summary>
    private void NoteEnvironment(Endpoint endpoint, ILogger logger)
    {
        try
        {
            DaemonEnvironment.Write(endpoint, environment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("the environment is not noted: {Problem}", e.Message);
        }
    }

    /// <summary>The user's settings. A broken file is told by the command line; the daemon serves with the defaults.</summary>
    private ResolvedSettings Settings(DaemonContext context)
    {
        var file = UserFiles.Settings(context.Folders);
        try
        {
            return ResolvedSettings.Resolve(new SettingsSources(file, null, environment.Read));
        }
        catch (SettingsException broken)
        {
            context.Log.CreateLogger<DaemonHost>().LogWarning("the settings are not used: {Reason}", broken.Message);
            return ResolvedSettings.Resolve(new SettingsSources(null, null, _ => null));
        }
    }

    private static async Task AcceptAsync(
        IClientListener listener,
        SessionHub hub,
        ILogger<DaemonHost> logger,
        CancellationToken cancellationToken
    )
    {
        try
        {
            while (await listener.AcceptAsync(cancellationToken) is { } client)
            {
                _ = ServeAsync(hub, client, logger);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon is to stop.
        }
    }

    private static async Task ServeAsync(SessionHub hub, Stream client, ILogger<DaemonHost> logger)
    {
        try
        {
            await hub.ServeAsync(client, client);
        }
        catch (Exception e)
        {
            // A bug in serving one client must not end the others.
            logger.LogError(e, "serving a client failed");
        }
    }

    private static List<IdleAction> IdleRules(DaemonContext context, Composition composition, DaemonSettings settings)
    {
        List<IdleAction> rules =
        [
            new IdleAction("free memory", _trimAfter, activity => activity.WithoutClients, TrimAsync),
        ];
        if (settings.IdleUnload is { } unload)
        {
            rules.Add(
                new IdleAction(
                    "unload the model",
                    unload,
                    activity => activity.WithoutRequests,
                    composition.Engine.UnloadAsync
                )
            );
        }
        if (settings.IdleExit is { } exit)
        {
            rules.Add(
                new IdleAction(
                    "end",
                    exit,
                    activity => Min(activity.WithoutClients, activity.WithoutRequests),
                    _ =>
                    {
                        context.Stop.Request("idle");
                        return Task.CompletedTask;
                    }
                )
            );
        }
        return rules;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static Task TrimAsync(CancellationToken cancellationToken)
    {
        // What the last client left is given back to the system while nobody waits for an answer.
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Task.CompletedTask;
    }
}
