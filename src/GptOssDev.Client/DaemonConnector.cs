namespace GptOssDev.Client;

/// <summary>
/// Connects to the shared daemon, starting it when it is missing. Many clients may do so at once: each starts a daemon, the
/// daemons settle by their lock which one stays, and the clients try until the one that stayed answers.
/// </summary>
internal sealed class DaemonConnector(DaemonConnectOptions options)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(25);

    // A daemon that is on its way out still holds the lock, so the one started against it goes away too.
    private static readonly TimeSpan _relaunch = TimeSpan.FromSeconds(1);

    public async Task<DaemonTransport> ConnectAsync(CancellationToken cancellationToken)
    {
        var endpoint = Endpoint.Resolve(options.Environment, ProductVersion.Current);
        if (await EndpointDialer.TryConnectAsync(endpoint, cancellationToken) is { } open)
        {
            if (DaemonEnvironment.Differences(endpoint, options.Environment) is { Count: > 0 } differences)
            {
                options.OnOtherEnvironment?.Invoke(differences);
            }
            return open;
        }
        if (!options.StartIfNeeded)
        {
            throw new DaemonException(
                DaemonFailure.NotRunning,
                $"no daemon is running at {endpoint}: start it with gptoss serve"
            );
        }
        options.OnStarting?.Invoke();
        return await StartAndConnectAsync(endpoint, cancellationToken);
    }

    private async Task<DaemonTransport> StartAndConnectAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        var start = options.Time.GetTimestamp();
        long lastLaunch = 0;
        var launched = false;
        using var deadline = new CancellationTokenSource(options.StartTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            while (options.Time.GetElapsedTime(start) < options.StartTimeout)
            {
                DaemonException? failure = null;
                if (!launched || options.Time.GetElapsedTime(lastLaunch) > _relaunch)
                {
                    failure = await LaunchAsync(either.Token);
                    lastLaunch = options.Time.GetTimestamp();
                    launched = true;
                }
                if (await EndpointDialer.TryConnectAsync(endpoint, either.Token) is { } open)
                {
                    return open;
                }
                if (failure is not null)
                {
                    throw failure;
                }
                await Task.Delay(_pause, options.Time, either.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // The same end as running out of tries, told below.
        }
        cancellationToken.ThrowIfCancellationRequested();
        throw new DaemonException(
            DaemonFailure.StartTimedOut,
            $"the daemon did not answer at {endpoint} within {options.StartTimeout.TotalSeconds:0} s: see gptoss logs"
        );
    }

    private async Task<DaemonException?> LaunchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DaemonLauncher.LaunchAsync(options, cancellationToken);
            return null;
        }
        catch (DaemonException e)
        {
            // Another client's daemon may have come up meanwhile; only then is this failure none.
            return e;
        }
    }
}
