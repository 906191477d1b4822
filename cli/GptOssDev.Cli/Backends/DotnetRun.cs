using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace GptOssDev.Cli.Backends;

/// <summary>Runs the .NET SDK's command in a folder and keeps what it prints.</summary>
internal static class DotnetRun
{
    private const int MaxOutput = 256 * 1024;

    private static readonly Dictionary<string, string?> _environment = new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        // A value from a surrounding build would point at another SDK.
        ["MSBUILD_EXE_PATH"] = null,
        ["MSBuildSDKsPath"] = null,
    };

    /// <summary>Runs it to its end; a cancelled run is killed with all its children.</summary>
    /// <returns>The exit code and the lines of both streams, as many as fit.</returns>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> RunAsync(
        string dotnet,
        string folder,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken
    )
    {
        using var process = Start(dotnet, folder, arguments);
        process.StandardInput.Close();
        var gate = new Lock();
        var output = new StringBuilder();
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return (process.ExitCode, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));

        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (gate)
            {
                if (line.Data is not null && output.Length < MaxOutput)
                {
                    output.Append(line.Data.Trim()).Append('\n');
                }
            }
        }
    }

    private static Process Start(string dotnet, string folder, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(dotnet)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            CreateNoWindow = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw CliException.Environment($"{dotnet} cannot be started: {problem.Message}", problem);
        }
    }
}
