using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Refactor;

/// <summary>Finds the code in an answer that should be one code block and often is something near it.</summary>
internal static class CodeBlock
{
    /// <summary>
    /// The first closed block's text without its fences; null when the answer holds no whole block of code. A fence inside the
    /// code itself, in a string, a comment or a nested block of Markdown, ends nothing.
    /// </summary>
    public static string? In(string answer, SourceLanguage language)
    {
        var text = LineEndings.Normalize(answer, "\n");
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence.Of(lines[i]) is not { } fence)
            {
                continue;
            }
            var end = language.IsCSharp ? EndOfCode(lines, i + 1, fence) : EndOfNested(lines, i + 1, fence);
            // An open block was cut off: half a method must not replace a whole one.
            return end < 0 ? null : string.Join('\n', lines[(i + 1)..end]);
        }
        return LooksLikeCode(answer) ? text.Trim('\n') : null;
    }

    /// <summary>
    /// The first closing fence that stands in code, behind whole code where there is one. When all stand in strings or comments
    /// the code is broken, and the first one is as good as any other.
    /// </summary>
    private static int EndOfCode(string[] lines, int from, Fence fence)
    {
        var (first, inCode) = (-1, -1);
        for (var i = from; i < lines.Length; i++)
        {
            if (Fence.Of(lines[i]) is not { } found || !found.Closes(fence))
            {
                continue;
            }
            var scan = BracketScan.Of(string.Join('\n', lines[from..i]) + "\n");
            if (scan is { EndsInCode: true, OpenAtEnd.Count: 0 })
            {
                return i;
            }
            first = first < 0 ? i : first;
            inCode = inCode < 0 && scan.EndsInCode ? i : inCode;
        }
        return inCode >= 0 ? inCode : first;
    }

    private static int EndOfNested(string[] lines, int from, Fence fence)
    {
        var (open, first) = (new Stack<Fence>(), -1);
        for (var i = from; i < lines.Length; i++)
        {
            if (Fence.Of(lines[i]) is not { } found)
            {
                continue;
            }
            first = first < 0 && found.Closes(fence) ? i : first;
            if (found.HasWord)
            {
                open.Push(found);
            }
            else if (open.TryPeek(out var inner) && found.Closes(inner))
            {
                open.Pop();
            }
            else if (open.Count == 0 && found.Closes(fence))
            {
                return i;
            }
        }
        return first;
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

    /// <summary>A line that opens or closes a block.</summary>
    /// <param name="Mark">Backtick or tilde.</param>
    /// <param name="HasWord">True when something follows the run: such a line only opens.</param>
    private readonly record struct Fence(char Mark, int Length, bool HasWord)
    {
        private const int MaxBlanks = 3;

        public static Fence? Of(string line)
        {
            var text = line.TrimStart();
            if (text is not ['`' or '~', ..] || line.Length - text.Length > MaxBlanks)
            {
                return null;
            }
            var rest = text.TrimStart(text[0]);
            var length = text.Length - rest.Length;
            // Words in backticks at the start of a line are no fence.
            return length < 3 || (text[0] == '`' && rest.Contains('`'))
                ? null
                : new Fence(text[0], length, rest.Trim().Length > 0);
        }

        public bool Closes(Fence opening) => Mark == opening.Mark && Length >= opening.Length && !HasWord;
    }
}
