using System.ComponentModel;
using System.Diagnostics;

namespace GptOssDev.Client;

/// <summary>
/// A daemon that serves one client over its standard streams. It ends when its input ends, so it cannot outlive the client
/// even when that is killed; on dispose it gets a moment to do so and is killed otherwise.
/// </summary>
internal sealed class PrivateDaemon : IAsyncDisposable
{
    private const int MaxLineChars = 2000;
    private static readonly TimeSpan _endTimeout = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly TimeProvider _time;
    private volatile string? _lastLine;

    private PrivateDaemon(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
            {
                _lastLine = line.Data.Length <= MaxLineChars ? line.Data : line.Data[..MaxLineChars];
            }
        };
        process.BeginErrorReadLine();
    }

    /// <exception cref="DaemonException">
    /// <see cref="DaemonFailure.ProgramMissing"/> or <see cref="DaemonFailure.StartFailed"/>.
    /// </exception>
    public static DaemonTransport Start(DaemonConnectOptions options)
    {
        var path = DaemonProgram.Find(options);
        try
        {
            var process = DaemonProgram.Start(path, "--stdio", options);
            var daemon = new PrivateDaemon(process, options.Time);
            return new DaemonTransport(
                process.StandardOutput.BaseStream,
                process.StandardInput.BaseStream,
                daemon,
                () => daemon._lastLine
            );
        }
        catch (Win32Exception e)
        {
            throw new DaemonException(DaemonFailure.StartFailed, $"{path} cannot be started: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(_endTimeout, _time);
        // The stream itself: closing its writer once more would flush into what the connection may have closed.
        await _process.StandardInput.BaseStream.DisposeAsync();
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }
}
