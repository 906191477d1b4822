using System.Globalization;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>Writes where the time of a request went, in one line for a person. Pure.</summary>
internal static class TimingText
{
    public static string Line(Timings timings)
    {
        var parts = new List<string>();
        if (timings.GeneratedTokens > 0)
        {
            parts.Add(Text($"{timings.GeneratedTokens} {(timings.GeneratedTokens == 1 ? "token" : "tokens")}"));
        }

        // The first token comes with the prompt: one alone has no speed.
        if (timings is { TokensPerSecond: > 0, GeneratedTokens: > 1 })
        {
            parts.Add(Text($"{timings.TokensPerSecond:0.#} tokens/s"));
        }

        if (timings.VerifyMs > 0)
        {
            parts.Add("compiler " + Duration(timings.VerifyMs));
        }

        parts.Add(Duration(timings.TotalMs));
        return string.Join(", ", parts);
    }

    public static string Duration(double milliseconds) =>
        milliseconds < 1000 ? Text($"{milliseconds:0} ms")
        : milliseconds < 120_000 ? Text($"{milliseconds / 1000:0.0} s")
        : Text($"{milliseconds / 60_000:0.0} min");

    public static string Bytes(long bytes) =>
        bytes < 1 << 20 ? Text($"{bytes / 1024.0:0.#} KiB")
        : bytes < 1L << 30 ? Text($"{bytes / 1048576.0:0.#} MiB")
        : Text($"{bytes / 1073741824.0:0.##} GiB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
