using GptOssDev.Cli.Output.Reports;
using GptOssDev.Cli.Output.Terminal;

namespace GptOssDev.Cli.Output;

/// <summary>Shows a verdict of the compiler with its reasons, on the error stream.</summary>
internal static class VerdictLine
{
    private const int MostReasons = 20;

    /// <param name="judge">Who came to the verdict.</param>
    public static void Show(
        TerminalOutput screen,
        string verdict,
        IReadOnlyList<string> reasons,
        VerdictJudge judge = VerdictJudge.Compiler
    )
    {
        var style = verdict switch
        {
            "accepted" => TextStyle.Green,
            "rejected" => TextStyle.Red,
            _ => TextStyle.Yellow,
        };
        screen.Note(Sentence(verdict, judge), style);
        foreach (var reason in reasons.Take(MostReasons))
        {
            screen.Note("  " + reason, TextStyle.Plain);
        }

        if (reasons.Count > MostReasons)
        {
            screen.Note($"  and {reasons.Count - MostReasons} more");
        }
    }

    private static string Sentence(string verdict, VerdictJudge judge) =>
        (verdict, judge) switch
        {
            ("accepted", _) => "accepted: the compiler finds nothing new to complain about",
            ("rejected", VerdictJudge.Compiler) => "rejected by the compiler",
            ("rejected", VerdictJudge.AnswerAlone) => "rejected: it is not what was asked for",
            ("rejected", _) => "rejected: the compiler was not asked",
            ("inconclusive", VerdictJudge.None) => "inconclusive: the compiler was not asked",
            ("inconclusive", _) => "inconclusive: the compiler could not decide",
            ("unverified", _) => "unverified: the compiler was not asked",
            _ => verdict,
        };
}
