namespace GptOssDev.Features.Completion.Filters;

/// <summary>The rules in their order: first what was written is cut to what was asked, then it is fitted to what is there.</summary>
internal static class CompletionFilters
{
    public static IReadOnlyList<CompletionFilter> All { get; } =
    [
        UnifyLineBreaks.Apply,
        CutAtFence.Apply,
        DropTypedPrefix.Apply,
        AdaptIndentation.Apply,
        DropTypedWhitespace.Apply,
        CloseBlock.Apply,
        CutToLine.Apply,
        CutToBlock.Apply,
        CutAtSuffixLine.Apply,
        CutLineSuffix.Apply,
        MergeLineSuffix.Apply,
        BalanceBrackets.Apply,
        DropRepetition.Apply,
        TrimEnd.Apply,
        DropEmpty.Apply,
    ];

    /// <summary>A text as the model wrote it, without the blanks that stand left of the cursor already.</summary>
    public static string Unfiltered(string written, CursorContext cursor)
    {
        var shape = CompletionShape.At(cursor);
        return DropTypedWhitespace.Apply(new CompletionDraft(written, Ended: true), cursor, shape)!.Text;
    }

    /// <summary>Runs a candidate through all rules; null when one drops it.</summary>
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var current = draft;
        foreach (var filter in All)
        {
            if (filter(current, cursor, shape) is not { } next)
            {
                return null;
            }
            current = next;
        }
        return current;
    }
}
