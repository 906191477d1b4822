namespace GptOssDev.Features.Completion;

/// <summary>How many brackets are open at a cursor and not closed behind it.</summary>
internal static class BracketRoom
{
    /// <summary>Brackets that a text at the cursor may close; negative when the file closes more than it opens.</summary>
    /// <param name="replaces">Characters behind the cursor that the text replaces.</param>
    public static int Of(CursorContext cursor, BracketScan before, int replaces) =>
        before.OpenAtEnd.Count - BracketScan.Of(cursor.After[replaces..]).UnmatchedClosers;
}
