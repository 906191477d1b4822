using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Prompts;

/// <summary>Puts text into a Markdown code block whose fence is longer than any run of backticks in the text.</summary>
internal static class CodeFence
{
    public static string Of(string text, string language)
    {
        var fence = new string('`', Math.Max(3, LongestRun(text) + 1));
        var body = LineEndings.Normalize(text, "\n").TrimEnd('\n');
        return $"{fence}{language}\n{body}\n{fence}";
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        // One or two backticks cannot end a block.
        return longest < 3 ? 0 : longest;
    }
}
