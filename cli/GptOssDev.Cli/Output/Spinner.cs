namespace GptOssDev.Cli.Output;

/// <summary>
/// Tells a person at a terminal that something is going on, on one line of the error stream that is wiped afterwards.
/// Nothing on anything but a terminal. Draws on a pool thread until disposed; disposing waits for it.
/// </summary>
internal sealed class Spinner : IAsyncDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string Wipe = "\r\e[K";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly Task drawing;
    private readonly CliContext context;
    private bool isStopped;

    private Spinner(CliContext context, string text, bool isShown)
    {
        this.context = context;
        isStopped = !isShown;
        drawing = isShown ? DrawAsync(text) : Task.CompletedTask;
    }

    public static Spinner Start(CliContext context, Screen screen, string text) =>
        new(context, text, screen.ErrorHasColour && !screen.Quiet);

    /// <summary>Wipes the line at once; safe on any thread and more than once.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (isStopped)
            {
                return;
            }

            isStopped = true;
            Put(Wipe);
        }

        stop.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await drawing;
        stop.Dispose();
    }

    private async Task DrawAsync(string text)
    {
        using var timer = new PeriodicTimer(Pace, context.Time);
        var frame = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                lock (gate)
                {
                    if (isStopped)
                    {
                        return;
                    }

                    Put($"{Wipe}\e[2m{Frames[frame++ % Frames.Length]} {text}\e[0m");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped while it waited for the next tick.
        }
    }

    private void Put(string text)
    {
        try
        {
            context.Error.Write(text);
            context.Error.Flush();
        }
        catch (IOException)
        {
            isStopped = true;
        }
    }
}
