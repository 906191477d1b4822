using System.Text.Json;
using System.Threading.Channels;
using GptOssDev.Contracts;
using GptOssDev.Rpc;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Progress;

/// <summary>
/// Shows a client that work goes on (LSP's work done progress) and lets its user cancel it. While the model loads, that is
/// what is told. A client that is gone ends nothing but the telling. Any thread.
/// </summary>
internal sealed class WorkDoneReporter(EngineStatusSource engine, TimeProvider time)
{
    private static readonly TimeSpan _lookInterval = TimeSpan.FromMilliseconds(300);

    /// <summary>Runs work under the token that the client gave; without one nothing is told.</summary>
    /// <param name="work">Is given where it says what it is at.</param>
    /// <exception cref="ServerException"><see cref="ServerFailure.Cancelled"/>: cancelled by its progress.</exception>
    public async Task<T> RunAsync<T>(
        RequestContext context,
        JsonElement? token,
        string title,
        Func<Action<string>, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        if (token is not { ValueKind: not JsonValueKind.Null } given)
        {
            return await work(_ => { }, cancellationToken);
        }
        if (given.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            throw new ServerException(ServerFailure.BadParams, "a workDoneToken is a number or a string");
        }
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var registration = context.Session.Work.Add(given.GetRawText(), cancellation);
        await using var report = new ProgressReport(context, given, title);
        using var looking = CancellationTokenSource.CreateLinkedTokenSource(cancellation.Token);
        var look = LookAtModelAsync(report, looking.Token);
        try
        {
            return await work(report.Say, cancellation.Token);
        }
        catch (OperationCanceledException) when (IsByProgress())
        {
            throw new ServerException(ServerFailure.Cancelled, $"{title} was cancelled");
        }
        finally
        {
            await looking.CancelAsync();
            await look;
        }

        bool IsByProgress() => cancellation.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
    }

    /// <summary>As <see cref="RunAsync"/>; without a token one is made, where the client shows work that a server begins.</summary>
    public async Task<T> ShowAsync<T>(
        RequestContext context,
        JsonElement? token,
        string title,
        Func<Action<string>, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) =>
        await RunAsync(
            context,
            token ?? await CreateTokenAsync(context, cancellationToken),
            title,
            work,
            cancellationToken
        );

    private static async Task<JsonElement?> CreateTokenAsync(
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        if (context.Session.Abilities is not { ShowsWork: true, PresentsResults: false })
        {
            return null;
        }
        var token = JsonSerializer.SerializeToElement(context.Session.Work.NewToken(), ProtocolJson.Default.String);
        try
        {
            await context.Peer.RequestAsync(
                Methods.CreateWorkDone,
                new WorkDoneTokenParams(token),
                ProtocolJson.Default.WorkDoneTokenParams,
                ProtocolJson.Default.JsonElement,
                cancellationToken
            );
            return token;
        }
        catch (RpcException)
        {
            // It does not want to show anything just now.
            return null;
        }
    }

    private async Task LookAtModelAsync(ProgressReport report, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_lookInterval, time);
        var wasLoading = false;
        try
        {
            do
            {
                var model = engine.Model();
                var isLoading = model.State == "loading";
                if (isLoading)
                {
                    report.Say($"loading {model.Name} {model.Detail}".TrimEnd());
                }
                else if (wasLoading)
                {
                    report.Say($"{model.Name} is loaded");
                }
                wasLoading = isLoading;
            } while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    /// <summary>One piece of work's messages, sent in order by one task; disposing it says the end and waits until it is sent.</summary>
    private sealed class ProgressReport : IAsyncDisposable
    {
        private readonly Channel<WorkDoneProgress> _steps = Channel.CreateUnbounded<WorkDoneProgress>(
            new UnboundedChannelOptions { SingleReader = true }
        );
        private readonly Task _sending;
        private string? _last;

        public ProgressReport(RequestContext context, JsonElement token, string title)
        {
            _steps.Writer.TryWrite(new WorkDoneProgress("begin", title, Cancellable: true));
            _sending = SendAsync(context, token);
        }

        public void Say(string message)
        {
            if (Interlocked.Exchange(ref _last, message) != message)
            {
                _steps.Writer.TryWrite(new WorkDoneProgress("report", Message: message));
            }
        }

        public async ValueTask DisposeAsync()
        {
            _steps.Writer.TryWrite(new WorkDoneProgress("end"));
            _steps.Writer.Complete();
            await _sending;
        }

        private async Task SendAsync(RequestContext context, JsonElement token)
        {
            try
            {
                await foreach (var step in _steps.Reader.ReadAllAsync())
                {
                    var value = JsonSerializer.SerializeToElement(step, ProtocolJson.Default.WorkDoneProgress);
                    await context.Peer.NotifyAsync(
                        Methods.Progress,
                        new ProgressParams(token, value),
                        ProtocolJson.Default.ProgressParams,
                        CancellationToken.None
                    );
                }
            }
            catch (RpcConnectionException)
            {
                // Nobody is there to be told.
            }
        }
    }
}
