namespace GptOssDev.Features.Refactor;

/// <summary>Finds the code in an answer that should be one code block and often is something near it.</summary>
internal static class CodeBlock
{
    /// <summary>The first closed block's text without its fences; null when the answer holds no whole block of code.</summary>
    public static string? In(string answer)
    {
        var lines = answer.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var fence = FenceOf(lines[i]);
            if (fence == 0)
            {
                continue;
            }
            var end = Closing(lines, i + 1, fence);
            // An open block was cut off: half a method must not replace a whole one.
            return end < 0 ? null : string.Join('\n', lines[(i + 1)..end]);
        }
        return LooksLikeCode(answer) ? answer.ReplaceLineEndings("\n").Trim('\n') : null;
    }

    private static int Closing(string[] lines, int from, int fence)
    {
        for (var i = from; i < lines.Length; i++)
        {
            if (FenceOf(lines[i]) >= fence && lines[i].Trim().All(c => c == '`'))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Length of the run of backticks that a line begins with; 0 when it is no fence.</summary>
    private static int FenceOf(string line)
    {
        var text = line.TrimStart();
        var ticks = text.Length - text.TrimStart('`').Length;
        return ticks >= 3 && line.Length - text.Length <= 3 ? ticks : 0;
    }

    // Without any fence only an answer that begins and ends like a declaration is taken for code.
    private static bool LooksLikeCode(string answer)
    {
        var text = answer.Trim();
        var first = text.Split('\n')[0].TrimEnd();
        return text is [.., '}' or ';']
            && !first.EndsWith(':')
            && !first.Contains(": ", StringComparison.Ordinal)
            && BracketScan.Of(text) is { UnmatchedClosers: 0, OpenAtEnd.Count: 0, Brackets.Count: > 0 };
    }
}
