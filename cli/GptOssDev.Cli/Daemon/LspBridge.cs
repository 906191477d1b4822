namespace GptOssDev.Cli.Daemon;

/// <summary>
/// Copies bytes both ways until one side ends or the editor says <c>exit</c>: it may then wait for the process's end with
/// the streams still open. Knows nothing else of what passes.
/// </summary>
internal sealed class LspBridge(Stream editorInput, Stream editorOutput)
{
    private const int BufferSize = 64 * 1024;
    private const int EndWithoutShutdown = 1;

    private static readonly TimeSpan _lastAnswers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _lastBytes = TimeSpan.FromMilliseconds(500);

    private readonly EditorFrames _frames = new();

    /// <returns>The exit code; as LSP wants it, 1 after an <c>exit</c> without a <c>shutdown</c> before.</returns>
    public async Task<int> RunAsync(Stream daemonInput, Stream daemonOutput, CancellationToken cancellationToken)
    {
        // Reading standard input cannot be cancelled everywhere, so it has a thread of its own that the process ends with.
        var fromEditor = Task.Run(() => CopyFromEditor(daemonOutput), CancellationToken.None);
        var fromDaemon = CopyFromDaemonAsync(daemonInput, cancellationToken);
        var first = await Task.WhenAny(fromEditor, fromDaemon).WaitAsync(cancellationToken);
        if (first == fromDaemon)
        {
            await fromDaemon;
            // An editor that closes too, or says exit, has ended the session itself.
            var isEnd = await Task.WhenAny(fromEditor, Task.Delay(_lastBytes, cancellationToken)) == fromEditor;
            return isEnd && await fromEditor ? EndOfSession() : throw Lost();
        }

        var isOver = await fromEditor;
        if (isOver && !_frames.SaidExit)
        {
            // The editor closed its side: what the daemon still answers is passed on, but not waited for long.
            await Task.WhenAny(fromDaemon, Task.Delay(_lastAnswers, cancellationToken));
        }
        else if (!isOver)
        {
            throw Lost();
        }

        return EndOfSession();
    }

    private int EndOfSession() =>
        _frames is { SaidExit: true, SaidShutdown: false } ? EndWithoutShutdown : ExitCodes.Done;

    private static CliException Lost() =>
        CliException.Environment("the daemon closed the connection; gptoss logs tells why");

    /// <returns>Whether the editor ended the session; false when the daemon took no more.</returns>
    private bool CopyFromEditor(Stream daemonOutput)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (editorInput.Read(buffer) is var count and > 0)
            {
                daemonOutput.Write(buffer, 0, count);
                daemonOutput.Flush();
                _frames.Follow(buffer.AsSpan(0, count));
                if (_frames.SaidExit)
                {
                    return true;
                }
            }

            return true;
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task CopyFromDaemonAsync(Stream daemonInput, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await daemonInput.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                await editorOutput.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await editorOutput.FlushAsync(cancellationToken);
            }
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            // One side has closed: the end of the session, which the other direction tells.
        }
    }
}
