using System.Text;

namespace GptOssDev.Cli.Input;

/// <summary>Reads standard input as text, bounded. Never waits for a person at a terminal who was not asked.</summary>
internal sealed class StandardInput(CliContext context)
{
    // Even written out for the wire it stays far below the largest message.
    private const int LargestInput = 5 << 20;

    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads what the user asked to be read, to its end.</summary>
    /// <param name="what">What is read, for the message when it is not there.</param>
    public async Task<string> ReadAsync(string what, CancellationToken cancellationToken)
    {
        if (context.InputIsTerminal)
        {
            throw CliException.BadInput($"no {what} on standard input: pipe it in, such as gptoss … < FILE");
        }

        if (context.InputIsClosed)
        {
            throw CliException.BadInput($"no {what} on standard input: it is closed");
        }

        var stream = new MemoryStream();
        await CopyAsync(stream, cancellationToken);
        return Decode(stream);
    }

    /// <summary>
    /// Reads what may have been piped in. A pipe that somebody holds open and writes nothing into is given up after a
    /// while, with a line on the error stream.
    /// </summary>
    /// <returns>The text; null when there is none.</returns>
    public async Task<string?> TryReadAsync(CancellationToken cancellationToken)
    {
        if (context.InputIsTerminal)
        {
            return null;
        }

        var first = new byte[4096];
        int count;
        try
        {
            // On a thread of its own: reading a pipe cannot be cancelled on every platform.
            var read = Task.Run(() => context.Input.Read(first), CancellationToken.None);
            count = await read.WaitAsync(context.InputPatience, context.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await context.Error.WriteLineAsync(
                "gptoss: standard input is open but empty, answering without it (< /dev/null spares the wait)"
            );
            return null;
        }
        catch (Exception problem)
            when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Closed from the start: the same as nothing.
            return null;
        }

        if (count == 0)
        {
            return null;
        }

        var stream = new MemoryStream();
        stream.Write(first, 0, count);
        await CopyAsync(stream, cancellationToken);
        var text = Decode(stream);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private async Task CopyAsync(MemoryStream target, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => Copy(target), CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (Exception problem)
            when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw new CliException(CliFailure.BadInput, "standard input is closed: pipe a text in", problem);
        }
    }

    private void Copy(MemoryStream target)
    {
        var buffer = new byte[16384];
        while (context.Input.Read(buffer) is var count and > 0)
        {
            if (target.Length + count > LargestInput)
            {
                throw CliException.BadInput("standard input is larger than 5 MB: pipe in the part that matters");
            }

            target.Write(buffer, 0, count);
        }
    }

    private static string Decode(MemoryStream stream)
    {
        var bytes = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            var text = _strictUtf8.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw CliException.BadInput("standard input is not text: pipe UTF-8 text in")
                : text;
        }
        catch (DecoderFallbackException problem)
        {
            throw new CliException(CliFailure.BadInput, "standard input is not text: pipe UTF-8 text in", problem);
        }
    }
}
