using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GptOssDev.Tests.Bench.Peers;

/// <summary>
/// llama-bench on a model: one process a measurement, with a warm-up of its own before it. It computes on an empty context,
/// samples nothing and reads no text, so it is the ceiling of what the native library gives. Flash attention is its default.
/// </summary>
internal sealed class LlamaBench(string program, string model)
{
    /// <summary>Tokens a second of a stream that generates this many.</summary>
    public Task<double> DecodeAsync(int tokens, CancellationToken cancel) => RunAsync(0, tokens, cancel);

    /// <summary>Tokens a second of a prompt of this many.</summary>
    public Task<double> PrefillAsync(int tokens, CancellationToken cancel) => RunAsync(tokens, 0, cancel);

    private async Task<double> RunAsync(int prompt, int generate, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(
            program,
            [
                .. new[] { "-m", model, "-r", "1", "-o", "json", "-ngl", "0" },
                .. new[] { "-p", Text(prompt), "-n", Text(generate), "-t", Text(Threads.Count) },
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(cancel);
                var errors = process.StandardError.ReadToEndAsync(cancel);
                await process.WaitForExitAsync(cancel);
                return process.ExitCode == 0
                    ? TokensPerSecond(await output)
                    : throw new BenchmarkException(
                        $"llama-bench ended with {process.ExitCode}: {LastLine(await errors)}"
                    );
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (Win32Exception e)
        {
            throw new BenchmarkException($"{program} cannot be started: {e.Message}", e);
        }
    }

    private static double TokensPerSecond(string output)
    {
        using var json = JsonDocument.Parse(output);
        return json.RootElement[0].GetProperty("avg_ts").GetDouble();
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
