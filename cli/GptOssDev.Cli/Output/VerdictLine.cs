namespace GptOssDev.Cli.Output;

/// <summary>Shows a verdict of the compiler with its reasons, on the error stream.</summary>
internal static class VerdictLine
{
    private const int MostReasons = 20;

    public static void Show(Screen screen, string verdict, IReadOnlyList<string> reasons)
    {
        var style = verdict switch
        {
            "accepted" => Style.Green,
            "rejected" => Style.Red,
            _ => Style.Yellow,
        };
        screen.Note(Sentence(verdict), style);
        foreach (var reason in reasons.Take(MostReasons))
        {
            screen.Note("  " + reason, Style.Plain);
        }

        if (reasons.Count > MostReasons)
        {
            screen.Note($"  and {reasons.Count - MostReasons} more");
        }
    }

    private static string Sentence(string verdict) =>
        verdict switch
        {
            "accepted" => "accepted: the compiler finds nothing new to complain about",
            "rejected" => "rejected by the compiler",
            "inconclusive" => "inconclusive: the compiler could not decide",
            "unverified" => "unverified: the compiler was not asked",
            _ => verdict,
        };
}
