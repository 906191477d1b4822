namespace GptOssDev.Features.Completion;

/// <summary>Where a suggestion would only disturb.</summary>
internal static class TriggerRules
{
    /// <summary>Characters that editors put behind the cursor by themselves.</summary>
    internal const string AutoClosed = ")]}>\"';,";

    /// <summary>Why nothing is suggested here, in one line; null when a suggestion is welcome.</summary>
    /// <param name="inCommentOrString">What the syntax says of the place.</param>
    public static string? WhyNot(CursorContext cursor, CompletionTrigger trigger, bool inCommentOrString)
    {
        if (trigger == CompletionTrigger.Invoked)
        {
            return null;
        }
        if (inCommentOrString)
        {
            return "the cursor is in a comment or a string";
        }
        if (string.IsNullOrWhiteSpace(cursor.Before) && string.IsNullOrWhiteSpace(cursor.After))
        {
            return "the file is empty";
        }
        var rest = cursor.LineAfter.Trim();
        return rest.All(c => AutoClosed.Contains(c, StringComparison.Ordinal) || char.IsWhiteSpace(c))
            ? null
            : "the line goes on behind the cursor";
    }
}
