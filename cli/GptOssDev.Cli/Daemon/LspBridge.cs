namespace GptOssDev.Cli.Daemon;

/// <summary>
/// Copies bytes both ways until one side ends. Knows nothing of what passes but whether the editor said <c>exit</c>, after
/// which the daemon's end is no failure.
/// </summary>
internal sealed class LspBridge(Stream editorInput, Stream editorOutput)
{
    private const int BufferSize = 64 * 1024;
    private const int TailSize = 256;

    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastBytes = TimeSpan.FromMilliseconds(500);

    private readonly byte[] _tail = new byte[TailSize];
    private int _tailLength;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Stream daemonInput, Stream daemonOutput, CancellationToken cancellation)
    {
        // Reading standard input cannot be cancelled everywhere, so it has a thread of its own that the process ends with.
        var fromEditor = Task.Run(() => CopyFromEditor(daemonOutput), CancellationToken.None);
        var fromDaemon = CopyFromDaemonAsync(daemonInput, cancellation);
        var first = await Task.WhenAny(fromEditor, fromDaemon).WaitAsync(cancellation);
        if (first == fromDaemon)
        {
            await fromDaemon;
            // An editor that closes too, or says exit, has ended the session itself.
            var isEnd = await Task.WhenAny(fromEditor, Task.Delay(LastBytes, cancellation)) == fromEditor;
            return SaidExit || (isEnd && await fromEditor)
                ? ExitCodes.Done
                : throw CliException.Environment("the daemon closed the connection; gptoss logs tells why");
        }

        await fromEditor;
        // The editor closed its side: what the daemon still answers is passed on, but not waited for long.
        await Task.WhenAny(fromDaemon, Task.Delay(LastAnswers, cancellation));
        return ExitCodes.Done;
    }

    private bool SaidExit => _tail.AsSpan(0, _tailLength).IndexOf("\"exit\""u8) >= 0;

    /// <returns>Whether the editor closed its side; false when the daemon took no more.</returns>
    private bool CopyFromEditor(Stream daemonOutput)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (editorInput.Read(buffer) is var count and > 0)
            {
                Remember(buffer.AsSpan(0, count));
                daemonOutput.Write(buffer, 0, count);
                daemonOutput.Flush();
            }

            return true;
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task CopyFromDaemonAsync(Stream daemonInput, CancellationToken cancellation)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await daemonInput.ReadAsync(buffer, cancellation) is var count and > 0)
            {
                await editorOutput.WriteAsync(buffer.AsMemory(0, count), cancellation);
                await editorOutput.FlushAsync(cancellation);
            }
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            // One side has closed: the end of the session, which the other direction tells.
        }
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= TailSize)
        {
            bytes[^TailSize..].CopyTo(_tail);
            _tailLength = TailSize;
            return;
        }

        var kept = Math.Min(_tailLength, TailSize - bytes.Length);
        _tail.AsSpan(_tailLength - kept, kept).CopyTo(_tail);
        bytes.CopyTo(_tail.AsSpan(kept));
        _tailLength = kept + bytes.Length;
    }
}
