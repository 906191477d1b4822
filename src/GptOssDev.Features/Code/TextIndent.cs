namespace GptOssDev.Features.Code;

/// <summary>Takes indentation off code for a prompt. Lines that begin inside a string keep their blanks: they are content.</summary>
internal static class TextIndent
{
    /// <summary>The text without the columns that its lines share, with <c>\n</c> for line breaks.</summary>
    public static string Dedent(string text)
    {
        var lines = CodeLines.Of(text);
        return string.Join('\n', lines.All.Select(lines.Shown));
    }
}
