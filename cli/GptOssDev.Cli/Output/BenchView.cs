using System.Globalization;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>Shows the figures of a measurement and what they mean.</summary>
internal static class BenchView
{
    public static void Show(TerminalOutput screen, CliContext context, BenchResult result)
    {
        screen.WriteLine(
            result.Threads > 0
                ? Text(
                    $"{result.Model} on {result.Backend}, {result.Threads} {(result.Threads == 1 ? "thread" : "threads")}"
                )
                : $"{result.Model} on {result.Backend}"
        );
        var rows = new List<string[]>
        {
            new[] { Text($"reading a prompt of {result.PromptTokens} tokens"), Rate(result.PrefillTokensPerSecond) },
            new[] { "writing, one request", Rate(result.DecodeTokensPerSecond) },
            new[] { Text($"writing, {result.Streams} requests together"), Rate(result.StreamsTokensPerSecond) },
            new[]
            {
                Text($"first token after {result.LongPromptTokens} tokens, nothing known"),
                TimingText.Duration(result.ColdFirstTokenMs),
            },
            new[] { "first token after a keystroke", TimingText.Duration(result.CachedFirstTokenMs) },
            new[]
            {
                Text($"suggestion of {result.SuggestionTokens} tokens after a keystroke"),
                TimingText.Duration(result.SuggestionMs),
            },
        };
        if (result.LoadMs is { } load)
        {
            rows.Add(["loading the model", TimingText.Duration(load)]);
        }

        Tables.Show(screen, context, ["what", "speed"], rows);
        screen.WriteLine();
        screen.WriteLine(result.Verdict);
    }

    private static string Rate(double tokensPerSecond) => Text($"{tokensPerSecond:0.#} tokens/s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
