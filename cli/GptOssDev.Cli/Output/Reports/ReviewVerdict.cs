using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output.Reports;

/// <summary>Ranks the severities of findings. Pure.</summary>
internal static class ReviewVerdict
{
    /// <summary>Whether a finding is at least as severe as the level; the level <c>none</c> has none.</summary>
    public static bool HasFindingsFrom(ReviewResult result, string level)
    {
        var lowest = Rank(level);
        return lowest < int.MaxValue && result.Findings.Any(finding => Rank(finding.Severity) >= lowest);
    }

    private static int Rank(string severity) =>
        severity switch
        {
            "error" => 3,
            "warning" => 2,
            "note" => 1,
            "none" => int.MaxValue,
            _ => 1,
        };
}
