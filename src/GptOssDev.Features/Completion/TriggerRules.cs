namespace GptOssDev.Features.Completion;

/// <summary>One rule on where a suggestion would only disturb: says why, in one line, or null.</summary>
internal delegate string? TriggerRule(CursorContext cursor, bool inCommentOrString);

/// <summary>Where a suggestion that nobody asked for would only disturb. Who asks for one gets an answer everywhere.</summary>
internal static class TriggerRules
{
    /// <summary>Characters that editors put behind the cursor by themselves.</summary>
    internal const string AutoClosed = ")]}>\"';,";

    /// <summary>The rules for a suggestion that comes by itself; the first that speaks counts.</summary>
    public static IReadOnlyList<TriggerRule> Automatic { get; } =
    [InCommentOrString, EmptyFile, LineGoesOn, StatementComplete];

    /// <summary>Why nothing is suggested here, in one line; null when a suggestion is welcome.</summary>
    /// <param name="inCommentOrString">What the syntax says of the place.</param>
    public static string? WhyNot(CursorContext cursor, CompletionTrigger trigger, bool inCommentOrString) =>
        trigger == CompletionTrigger.Invoked
            ? null
            : Automatic.Select(rule => rule(cursor, inCommentOrString)).FirstOrDefault(why => why is not null);

    private static string? InCommentOrString(CursorContext cursor, bool inCommentOrString) =>
        inCommentOrString ? "the cursor is in a comment or a string" : null;

    private static string? EmptyFile(CursorContext cursor, bool inCommentOrString) =>
        string.IsNullOrWhiteSpace(cursor.Before) && string.IsNullOrWhiteSpace(cursor.After)
            ? "the file is empty"
            : null;

    private static string? LineGoesOn(CursorContext cursor, bool inCommentOrString) =>
        cursor.LineAfter.All(c => AutoClosed.Contains(c, StringComparison.Ordinal) || char.IsWhiteSpace(c))
            ? null
            : "the line goes on behind the cursor";

    /// <summary>What could follow on the line is another statement, and that belongs on the next one.</summary>
    private static string? StatementComplete(CursorContext cursor, bool inCommentOrString) =>
        cursor.IsCSharp
        && cursor.LineBefore.TrimEnd() is [.., ';' or '}']
        // In the head of a loop a semicolon ends nothing.
        && cursor.Code.Brackets.OpenAtEnd is [] or [.., '{']
            ? "the statement is complete"
            : null;
}
