using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace GptOssDev.Platform.Processes;

/// <summary>
/// Runs command line tools with a time limit, bounded output and cancellation that ends the whole process tree. Standard input
/// holds what the run gives and then ends. Thread-safe; a program that cannot start is a result, not an exception.
/// </summary>
public static class ProcessRunner
{
    private const int ErrorTail = 16 * 1024;

    /// <exception cref="OperationCanceledException">Cancelled; the process tree has been killed.</exception>
    public static async Task<ProcessResult> RunAsync(
        ProcessInvocation run,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(run);
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(run) };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return new ProcessResult(ProcessOutcome.NotStarted, -1, [], e.Message.ReplaceLineEndings(" "));
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(run.TimeLimit);
        try
        {
            var input = WriteAsync(process.StandardInput, run.Input, limit.Token);
            var errors = ReadTailAsync(process.StandardError, limit.Token);
            var output = await ReadBoundedAsync(process.StandardOutput.BaseStream, run.MaxOutputBytes, limit.Token);
            if (output is null)
            {
                Kill(process);
                return new ProcessResult(
                    ProcessOutcome.TooMuchOutput,
                    -1,
                    [],
                    $"more than {run.MaxOutputBytes} bytes of output"
                );
            }
            var errorText = await errors;
            await input;
            await process.WaitForExitAsync(limit.Token);
            return new ProcessResult(ProcessOutcome.Exited, process.ExitCode, output, errorText);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            cancellationToken.ThrowIfCancellationRequested();
            return new ProcessResult(
                ProcessOutcome.TimedOut,
                -1,
                [],
                $"not done after {run.TimeLimit.TotalSeconds:0} s"
            );
        }
    }

    private static ProcessStartInfo StartInfo(ProcessInvocation run)
    {
        var info = new ProcessStartInfo(run.Program)
        {
            WorkingDirectory = run.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in run.Arguments)
        {
            info.ArgumentList.Add(argument);
        }
        foreach (
            var name in run.Inherits is { } inherits ? info.Environment.Keys.Where(n => !inherits(n)).ToList() : []
        )
        {
            info.Environment.Remove(name);
        }
        foreach (var (name, value) in run.Environment)
        {
            info.Environment[name] = value;
        }
        return info;
    }

    private static async Task WriteAsync(
        StreamWriter writer,
        ReadOnlyMemory<byte> input,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await writer.BaseStream.WriteAsync(input, cancellationToken);
            writer.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of it; its exit code says why.
        }
    }

    private static async Task<byte[]?> ReadBoundedAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > limit)
            {
                return null;
            }
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }

    private static async Task<string> ReadTailAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var tail = new StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            tail.Append(buffer, 0, read);
            if (tail.Length > 2 * ErrorTail)
            {
                tail.Remove(0, tail.Length - ErrorTail);
            }
        }
        return tail.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended by itself in the meantime: that is what was wanted.
        }
    }
}
