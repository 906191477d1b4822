using System.Runtime.InteropServices;

namespace GptOssDev.Cli;

/// <summary>
/// Turns Ctrl-C and a polite end into a cancellation, and sees to it that the process ends soon after even when a
/// command is slow to notice. Signals arrive on a thread of the runtime.
/// </summary>
internal sealed class InterruptHandler : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource<int> _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public InterruptHandler()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Interrupt(signal, ExitCodes.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Interrupt(signal, 143)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The command's exit code, or the signal's when the command does not end in time after one.</summary>
    public async Task<int> BoundAsync(Task<int> command)
    {
        if (await Task.WhenAny(command, _interrupted.Task) == command)
        {
            return await command;
        }

        await Task.WhenAny(command, Task.Delay(_patience));
        return await _interrupted.Task;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        _interrupted.TrySetResult(exitCode);
        _source.Cancel();
    }
}
