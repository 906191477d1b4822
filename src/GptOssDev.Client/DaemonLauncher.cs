using System.ComponentModel;
using System.Diagnostics;

namespace GptOssDev.Client;

/// <summary>
/// Starts the shared daemon and waits for its first word: <c>ready</c> (it listens), <c>running</c> (another one holds the place) or
/// its end, whose line on standard error is the failure. After its first word the daemon lets go of the streams and of the
/// terminal's session by itself, so it outlives its starter.
/// </summary>
internal static class DaemonLauncher
{
    private const int MaxFailureChars = 2000;
    private const string SpeakerPrefix = "gptossd: ";

    /// <exception cref="DaemonException">
    /// <see cref="DaemonFailure.ProgramMissing"/> or <see cref="DaemonFailure.StartFailed"/> with the daemon's own line.
    /// </exception>
    public static async Task LaunchAsync(DaemonConnectOptions options, CancellationToken cancellationToken)
    {
        var path = DaemonProgram.Find(options);
        using var daemon = Start(path, options);
        using var output = daemon.StandardOutput;
        using var errors = daemon.StandardError;
        await daemon.StandardInput.DisposeAsync();
        if (await output.ReadLineAsync(cancellationToken) is not null)
        {
            return;
        }
        var text = new char[MaxFailureChars];
        var length = await errors.ReadBlockAsync(text, cancellationToken);
        var line = new string(text, 0, length).Trim().ReplaceLineEndings(" ");
        if (line.StartsWith(SpeakerPrefix, StringComparison.Ordinal))
        {
            line = line[SpeakerPrefix.Length..];
        }
        throw new DaemonException(
            DaemonFailure.StartFailed,
            line.Length > 0 ? line : $"{path} ended at its start without a word: run it with --foreground to see why"
        );
    }

    private static Process Start(string path, DaemonConnectOptions options)
    {
        try
        {
            return DaemonProgram.Start(path, "--socket", options);
        }
        catch (Win32Exception e)
        {
            throw new DaemonException(DaemonFailure.StartFailed, $"{path} cannot be started: {e.Message}", e);
        }
    }
}
