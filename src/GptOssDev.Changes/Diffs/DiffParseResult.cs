using System.Diagnostics.CodeAnalysis;

namespace GptOssDev.Changes.Diffs;

/// <summary>Either a parsed diff or one line that says what is wrong and on which line of the patch.</summary>
public sealed record DiffParseResult
{
    private DiffParseResult(UnifiedDiff? diff, int line, string? failure)
    {
        Diff = diff;
        Line = line;
        Failure = failure;
    }

    public UnifiedDiff? Diff { get; }

    /// <summary>One-based line of the patch that is wrong; 0 when none is.</summary>
    public int Line { get; }

    public string? Failure { get; }

    [MemberNotNullWhen(true, nameof(Diff))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Diff is not null;

    internal static DiffParseResult Of(UnifiedDiff diff) => new(diff, 0, null);

    internal static DiffParseResult Failed(int line, string what) => new(null, line, $"patch line {line}: {what}");
}
