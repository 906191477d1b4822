using GptOssDev.Features.Code;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Generation;

/// <summary>
/// Bounds fragments of a prompt by tokens, cutting on line borders. Lines are counted one by one, which is a little more
/// than they count together, so a fragment never exceeds its bound by the way it is counted.
/// </summary>
internal sealed class TokenBudget(ITokenizer tokenizer)
{
    // A token of any vocabulary seen spells at least one character; this many characters a token is only reached by runs
    // of spaces, so a line longer than that is cut before it is encoded.
    private const int MaxCharactersPerToken = 16;

    public int Count(string text) => tokenizer.Encode(text).Length;

    /// <summary>The most whole lines from the start; of a first line that is too long, its beginning.</summary>
    public string Head(string text, int maxTokens)
    {
        var (end, left) = (0, maxTokens);
        while (end < text.Length)
        {
            var next = TextLines.NextStart(text, end);
            var cost = Cost(text.AsSpan(end, next - end), left);
            if (cost > left)
            {
                return end > 0 ? text[..end] : HeadOfLine(text[..next], maxTokens);
            }
            left -= cost;
            end = next;
        }
        return text;
    }

    /// <summary>
    /// The most whole lines from the start, and of a line that is too long its beginning where those before it leave more than
    /// half of the tokens over.
    /// </summary>
    public string Beginning(string text, int maxTokens)
    {
        var head = Head(text, maxTokens);
        if (head.Length == text.Length || head.Length == 0 || Count(head) is var used && used * 2 > maxTokens)
        {
            return head;
        }
        var next = TextLines.EndOfLine(text, head.Length);
        return head + HeadOfLine(text[head.Length..next], maxTokens - used);
    }

    /// <summary>The most whole lines before the end; of a last line that is too long, its end.</summary>
    public string Tail(string text, int maxTokens)
    {
        var (start, left) = (text.Length, maxTokens);
        while (start > 0)
        {
            var previous = TextLines.StartOfLine(text, start - 1);
            var cost = Cost(text.AsSpan(previous, start - previous), left);
            if (cost > left)
            {
                return start < text.Length ? text[start..] : TailOfLine(text[previous..], maxTokens);
            }
            left -= cost;
            start = previous;
        }
        return text;
    }

    public bool Fits(string text, int maxTokens) => Head(text, maxTokens).Length == text.Length;

    private int Cost(ReadOnlySpan<char> line, int left) =>
        line.Length > (long)(left + 1) * MaxCharactersPerToken
            ? int.MaxValue
            : tokenizer.Encode(line.ToString()).Length;

    private string HeadOfLine(string line, int maxTokens)
    {
        var length = Math.Min(line.Length, maxTokens * 4);
        while (length > 0 && Count(line[..length]) > maxTokens)
        {
            length = length * 3 / 4;
        }
        return length > 0 && char.IsHighSurrogate(line[length - 1]) ? line[..(length - 1)] : line[..length];
    }

    private string TailOfLine(string line, int maxTokens)
    {
        var length = Math.Min(line.Length, maxTokens * 4);
        while (length > 0 && Count(line[^length..]) > maxTokens)
        {
            length = length * 3 / 4;
        }
        return length > 0 && char.IsLowSurrogate(line[^length]) ? line[^(length - 1)..] : line[^length..];
    }
}
