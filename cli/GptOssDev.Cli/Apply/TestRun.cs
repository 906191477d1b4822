using System.ComponentModel;
using System.Diagnostics;

namespace GptOssDev.Cli.Apply;

/// <summary>Runs the user's test command through the system's shell. Its output goes to the error stream.</summary>
internal static class TestRun
{
    /// <returns>The command's exit code.</returns>
    public static async Task<int> RunAsync(
        string command,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            FileName = OperatingSystem.IsWindows() ? "cmd.exe" : "/bin/sh",
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(OperatingSystem.IsWindows() ? "/c" : "-c");
        start.ArgumentList.Add(command);
        using var process = Start(start);
        process.StandardInput.Close();
        var gate = new Lock();
        process.OutputDataReceived += Print;
        process.ErrorDataReceived += Print;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;

        void Print(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
            {
                lock (gate)
                {
                    output.WriteLine(line.Data);
                }
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw CliException.Environment($"the test command cannot be started: {problem.Message}", problem);
        }
    }
}
