using System.Text.RegularExpressions;
using GptOssDev.Changes.Diffs;
using GptOssDev.Features.Code;

namespace GptOssDev.Features.Review.Model;

/// <summary>Holds what a model claims against the hunk it was shown, and keeps what can be about the change.</summary>
internal static partial class ModelFindingReader
{
    private const int MaxRule = 40;
    private const int MaxMessage = 500;
    private const int MaxSuggestion = 1000;

    // A shorter quote stands on many lines.
    private const int MinQuote = 4;

    /// <summary>The finding on the hunk's changed lines; null when it is about none of them.</summary>
    public static ReviewFinding? Read(ModelFinding claim, ReviewHunk hunk)
    {
        var claimed = claim.StartLine is { } from ? OnChange(from, claim.EndLine ?? from, hunk) : null;
        var quotes = Quote()
            .Matches(claim.Message)
            .Select(m => m.Groups[1].Value)
            .Where(q => q.Length >= MinQuote)
            .ToList();
        if ((Quoted(quotes, claimed, hunk) ?? claimed) is not { } lines || IsAboutContext(quotes, hunk))
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
    private static LineRange? Quoted(List<string> quotes, LineRange? claimed, ReviewHunk hunk)
    {
        var holding = Holding(quotes, hunk).Select(l => l.NewNumber).OfType<int>().ToList();
        return
            holding is [var line]
            && hunk.Touched.Contains(line)
            && !(claimed is { } lines && line >= lines.Start && line <= lines.End)
            ? new LineRange(line, line)
            : null;
    }

    /// <summary>
    /// True when the code that the message quotes stands on unchanged lines alone and has no name in common with the change: then
    /// the finding is not about the change, whatever line it claims.
    /// </summary>
    private static bool IsAboutContext(List<string> quotes, ReviewHunk hunk)
    {
        var holding = Holding(quotes, hunk).ToList();
        if (holding.Count == 0 || holding.Exists(l => IsChange(l, hunk)))
        {
            return false;
        }
        var changed = hunk.Lines.Where(l => IsChange(l, hunk)).SelectMany(l => Names(l.Text)).ToHashSet();
        return !quotes.SelectMany(Names).Any(changed.Contains);
    }

    private static IEnumerable<DiffLine> Holding(List<string> quotes, ReviewHunk hunk) =>
        hunk.Lines.Where(l => quotes.Exists(q => l.Text.Contains(q, StringComparison.Ordinal)));

    private static bool IsChange(DiffLine line, ReviewHunk hunk) =>
        line.NewNumber is not { } number || hunk.Touched.Contains(number);

    private static IEnumerable<string> Names(string code) => Name().Matches(code).Select(m => m.Value);

    /// <summary>The claimed lines, cut to the changed ones among them.</summary>
    private static LineRange? OnChange(int from, int to, ReviewHunk hunk)
    {
        var (first, last) = (Math.Min(from, to), Math.Max(from, to));
        var changed = hunk.Touched.Where(line => line >= first && line <= last).ToList();
        return changed.Count > 0 ? new LineRange(changed.Min(), changed.Max()) : null;
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

    [GeneratedRegex("`([^`\n]{1,200})`", RegexOptions.None, 1000)]
    private static partial Regex Quote();

    [GeneratedRegex(@"[\p{L}_][\w]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex NotName();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
