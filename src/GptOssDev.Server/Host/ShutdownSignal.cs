using System.Runtime.InteropServices;

namespace GptOssDev.Server.Host;

/// <summary>
/// The one wish that the daemon end, from a signal, a client or idleness. Owns the process's signal handlers while it lives.
/// Safe on any thread.
/// </summary>
internal sealed class ShutdownSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private string _reason = "";

    /// <summary>Cancelled when the daemon is to end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The first reason given.</summary>
    public string Reason => _reason;

    public void Request(string why)
    {
        Interlocked.CompareExchange(ref _reason, why, "");
        // On another thread: the caller may be a handler whose own end the stop waits for.
        _ = _source.CancelAsync();
    }

    /// <summary>Turns the process's end signals into a request to stop.</summary>
    public void ListenToSignals()
    {
        foreach (
            var signal in (PosixSignal[])
                [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP]
        )
        {
            _registrations.Add(
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        Request(context.Signal.ToString());
                    }
                )
            );
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
        _source.Dispose();
    }
}
