using System.Globalization;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>Shows the local counters to a person.</summary>
internal static class StatsView
{
    public static void Show(TerminalOutput screen, CliContext context, StatsResult stats)
    {
        var counts = stats.Suggestions;
        Line(screen, "since", stats.Since.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        Line(screen, "kept in", stats.File);
        Line(screen, "suggestions", $"{Share(counts.Shown, counts.Requested, "requests")} showed one");
        Line(
            screen,
            "accepted",
            $"{Share(counts.Accepted, counts.Shown, "shown")}, {counts.PartlyAccepted} in part, {counts.Rejected} rejected, {counts.AcceptedCharacters} characters"
        );
        Line(
            screen,
            "kept",
            $"{Share(counts.Kept, counts.Kept + counts.Gone, "looked at again")} stood half a minute later"
        );
        Line(
            screen,
            "answered by",
            $"model {counts.ModelCalls}, running generation {counts.Joined}, cache {counts.FromCache}; {counts.Stale} came too late"
        );
        var verdicts = stats.Verdicts;
        Line(
            screen,
            "verdicts",
            $"accepted {verdicts.Accepted}, inconclusive {verdicts.Inconclusive}, unverified {verdicts.Unverified}; {verdicts.Rejected} candidates rejected"
        );
        Line(
            screen,
            "tokens",
            $"{stats.Tokens.Prompt} read, {stats.Tokens.Cached} of them cached, {stats.Tokens.Generated} written"
        );
        if (stats.Latencies.Count > 0)
        {
            screen.WriteLine();
            Tables.Show(
                screen,
                context,
                ["latency", "requests", "p50", "p90", "p95", "p99"],
                [
                    .. stats.Latencies.Select(l =>
                        (string[])
                            [
                                l.Of,
                                l.Count.ToString(CultureInfo.InvariantCulture),
                                TimingText.Duration(l.P50),
                                TimingText.Duration(l.P90),
                                TimingText.Duration(l.P95),
                                TimingText.Duration(l.P99),
                            ]
                    ),
                ]
            );
        }

        if (stats.Languages.Count > 0)
        {
            screen.WriteLine();
            Tables.Show(
                screen,
                context,
                ["language", "shown", "accepted"],
                [
                    .. stats.Languages.Select(l =>
                        (string[])
                            [
                                l.Language,
                                l.Shown.ToString(CultureInfo.InvariantCulture),
                                l.Accepted.ToString(CultureInfo.InvariantCulture),
                            ]
                    ),
                ]
            );
        }
    }

    private static string Share(long part, long whole, string of) =>
        whole == 0
            ? $"{part} of 0 {of}"
            : string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} {of} ({100.0 * part / whole:0} %)");

    private static void Line(TerminalOutput screen, string name, string text)
    {
        const int Column = 13;
        screen.Write(name.PadRight(Column), TextStyle.Dim);
        screen.WriteLine(text);
    }
}
