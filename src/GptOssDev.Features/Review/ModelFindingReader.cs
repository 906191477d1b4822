using System.Text.RegularExpressions;

namespace GptOssDev.Features.Review;

/// <summary>Holds what a model claims against the hunk it was shown, and keeps what can be about the change.</summary>
internal static partial class ModelFindingReader
{
    private const int MaxRule = 40;
    private const int MaxMessage = 500;
    private const int MaxSuggestion = 1000;

    // A shorter quote stands on many lines.
    private const int MinQuote = 4;

    /// <summary>The finding on the hunk's lines; null when it is about none of the changed ones.</summary>
    public static ReviewFinding? Read(ModelFinding claim, ReviewHunk hunk)
    {
        var claimed = claim.StartLine is { } from ? OnChange(from, claim.EndLine ?? from, hunk) : null;
        if ((Quoted(claim, claimed, hunk) ?? claimed) is not { } lines)
        {
            return null;
        }
        return new ReviewFinding(
            0,
            hunk.Path,
            lines,
            SeverityOf(claim.Severity),
            RuleOf(claim.Rule),
            OneLine(claim.Message, MaxMessage),
            string.IsNullOrWhiteSpace(claim.Suggestion) ? null : Bounded(claim.Suggestion, MaxSuggestion),
            FindingWitness.Plausible,
            FindingSource.Model,
            ""
        );
    }

    /// <summary>
    /// Small models quote the code they mean and miss its line: the one changed line that holds what the message quotes, when
    /// the claimed lines do not.
    /// </summary>
    private static LineRange? Quoted(ModelFinding claim, LineRange? claimed, ReviewHunk hunk)
    {
        var quotes = Quote()
            .Matches(claim.Message)
            .Select(m => m.Groups[1].Value)
            .Where(q => q.Length >= MinQuote)
            .ToList();
        var holding = hunk
            .Lines.Where(l => quotes.Any(q => l.Text.Contains(q, StringComparison.Ordinal)))
            .Select(l => l.NewNumber)
            .OfType<int>()
            .ToList();
        return
            holding is [var line]
            && hunk.Touched.Contains(line)
            && !(claimed is { } lines && line >= lines.Start && line <= lines.End)
            ? new LineRange(line, line)
            : null;
    }

    /// <summary>The claimed lines, cut to those shown, when one of them changed.</summary>
    private static LineRange? OnChange(int from, int to, ReviewHunk hunk)
    {
        var shown = hunk.Range;
        var (start, end) = (Math.Max(Math.Min(from, to), shown.Start), Math.Min(Math.Max(from, to), shown.End));
        return start <= end && hunk.Touched.Any(line => line >= start && line <= end)
            ? new LineRange(start, end)
            : null;
    }

    // An error is what the compiler proves; the gravest that a guess can be is a warning.
    private static FindingSeverity SeverityOf(string? severity) =>
        severity?.ToLowerInvariant() switch
        {
            "note" or "info" or "information" or "low" or "minor" or "hint" or "suggestion" => FindingSeverity.Note,
            _ => FindingSeverity.Warning,
        };

    private static string RuleOf(string? rule)
    {
        var name = NotName().Replace((rule ?? "").ToLowerInvariant(), "-").Trim('-');
        return name.Length == 0 ? "possible-bug" : Bounded(name, MaxRule).TrimEnd('-');
    }

    private static string OneLine(string text, int most) => Bounded(Blanks().Replace(text, " ").Trim(), most);

    private static string Bounded(string text, int most) => text.Length <= most ? text : text[..most];

    [GeneratedRegex("`([^`\n]{1,200})`")]
    private static partial Regex Quote();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
