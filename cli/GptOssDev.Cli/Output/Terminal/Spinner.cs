namespace GptOssDev.Cli.Output.Terminal;

/// <summary>
/// Tells a person at a terminal that something is going on, on one line of the error stream that is wiped afterwards.
/// Nothing on anything but a terminal. Draws on a pool thread until disposed; disposing waits for it.
/// </summary>
internal sealed class Spinner : IAsyncDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string Wipe = "\r\e[K";

    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Task _drawing;
    private readonly CliContext _context;
    private bool _isStopped;

    private Spinner(CliContext context, string text, bool isShown)
    {
        _context = context;
        _isStopped = !isShown;
        _drawing = isShown ? DrawAsync(text) : Task.CompletedTask;
    }

    public static Spinner Start(CliContext context, TerminalOutput screen, string text) =>
        new(context, text, screen.ErrorHasColour && !screen.Quiet);

    /// <summary>Wipes the line at once; safe on any thread and more than once.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            Put(Wipe);
        }

        _stop.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _drawing;
        _stop.Dispose();
    }

    private async Task DrawAsync(string text)
    {
        using var timer = new PeriodicTimer(_pace, _context.Time);
        var frame = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                lock (_gate)
                {
                    if (_isStopped)
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
            _context.Error.Write(text);
            _context.Error.Flush();
        }
        catch (IOException)
        {
            _isStopped = true;
        }
    }
}
