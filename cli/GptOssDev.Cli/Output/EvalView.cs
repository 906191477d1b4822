using System.Globalization;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>Shows an evaluation of completion to a person: two tables and what they mean.</summary>
internal static class EvalView
{
    public static void Show(TerminalOutput screen, CliContext context, EvalResult result)
    {
        screen.WriteLine(
            $"{result.Positions} positions of {result.Root}, {result.Model}, best of {result.Candidates}, seed {result.Seed}"
        );
        if (!result.Verified)
        {
            screen.Warn("the compiler could judge nothing here: trust the repository (--trust) and see that it builds");
        }

        screen.WriteLine();
        Tables.Show(
            screen,
            context,
            [
                "position",
                "count",
                "exact",
                "similar",
                "shown",
                "any binds",
                "shown of those",
                "p50",
                "p95",
                "p95 outside",
            ],
            [
                .. result.Kinds.Select(k =>
                    (string[])
                        [
                            k.Kind,
                            k.Positions.ToString(CultureInfo.InvariantCulture),
                            Percent(k.Exact),
                            Percent(k.Similarity),
                            Percent(k.Shown),
                            Percent(k.AnyBinds),
                            Percent(k.ShownOfBinding),
                            TimingText.Duration(k.Latency.P50),
                            TimingText.Duration(k.Latency.P95),
                            TimingText.Duration(k.Outside.P95),
                        ]
                ),
            ]
        );
        screen.WriteLine();
        Tables.Show(
            screen,
            context,
            [
                "compiles",
                "raw",
                "filtered",
                "gated",
                "best of n",
                "constrained",
                "best, constrained",
                "legal raw",
                "legal constrained",
            ],
            [
                .. result.Kinds.Select(k =>
                    (string[])
                        [
                            k.Kind,
                            Percent(k.Compiles.Raw),
                            Percent(k.Compiles.Filtered),
                            Percent(k.Compiles.Gated),
                            Percent(k.Compiles.BestOf),
                            Percent(k.Compiles.Constrained),
                            Percent(k.Compiles.BestConstrained),
                            Percent(k.LegalNames.LegalRaw),
                            Percent(k.LegalNames.LegalConstrained),
                        ]
                ),
            ]
        );
        screen.Note(
            "gated and best: of what is shown, compiled again with the whole file. legal: the first identifier where the "
                + "compiler knows the names. outside: time in which the model had nothing to do."
        );
    }

    private static string Percent(double? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:0.0} %") : "-";
}
