using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion.Prompting;

/// <summary>
/// What of a file goes into a completion's prompt: the lines before the cursor and a few behind it, bounded by tokens.
/// </summary>
/// <param name="Before">Ends before the whitespace left of the cursor; see the filter that takes it off the answer again.</param>
internal sealed record CompletionWindow(string Before, string After)
{
    // The window moves in steps, so that typing a line does not move its start and the cached prompt stays good.
    private const int LinesPerStep = 16;

    public static CompletionWindow Of(CursorContext cursor, TokenBudget budget, int beforeTokens, int afterTokens)
    {
        var before = cursor.Before.TrimEnd(' ', '\t');
        var tail = budget.Tail(before, beforeTokens);
        return new CompletionWindow(
            tail.Length < before.Length ? Snap(before, before.Length - tail.Length) : tail,
            budget.Head(cursor.After, afterTokens)
        );
    }

    private static string Snap(string text, int start)
    {
        var starts = TextLines.Starts(text);
        var line = starts.BinarySearch(start);
        if (line < 0)
        {
            return text[start..];
        }
        var snapped = (line + LinesPerStep - 1) / LinesPerStep * LinesPerStep;
        // Few long lines: a step would leave too little of them.
        return snapped < starts.Count - LinesPerStep / 2 ? text[starts[snapped]..] : text[start..];
    }
}

/// <summary>Bounds of a completion's prompt and answer, in tokens.</summary>
internal sealed record CompletionLimits(
    int BeforeTokens,
    int AfterTokens,
    int LineTokens,
    int BlockTokens,
    int ContextTokens = 0
)
{
    /// <summary>
    /// A processor reads a prompt some ten times slower than a GPU, and a person waits for it: what changes from cursor to
    /// cursor before the file itself would have all of it read again.
    /// </summary>
    /// <remarks>
    /// Behind fill-in-the-middle's prefix the suffix is read anew at each key. On two processor cores with gpt-oss-nano, at 200
    /// places of this repository (the benchmark <c>prompts</c>): 96 tokens of it let 52.5 % of the first candidates bind, 13.0 %
    /// were the hidden text, a key took 589 ms to the first token; 24 tokens 49.0 %, 11.5 % and 132 ms; none 48.5 %, 12.5 % and
    /// 27 ms. A suffix in front of the prefix costs a key 23 ms, but the model was not trained on it: of 12 first candidates
    /// none binds.
    /// </remarks>
    /// <param name="model">Null while no model is loaded.</param>
    public static CompletionLimits For(ModelInfo? model)
    {
        var wanted = CompletionPreset.IsOnProcessor(model)
            ? new CompletionLimits(384, 96, 48, 96)
            : new(1536, 512, 64, 160, 1024);
        if (model is null)
        {
            return wanted;
        }
        var room = Math.Max(32, model.ContextTokens - wanted.BlockTokens - 128);
        return wanted with
        {
            BeforeTokens = Math.Min(wanted.BeforeTokens, room * 3 / 4),
            AfterTokens = Math.Min(wanted.AfterTokens, room / 4),
            // What is left beside both; a small context has nothing left.
            ContextTokens = Math.Clamp(room - wanted.BeforeTokens - wanted.AfterTokens, 0, wanted.ContextTokens),
        };
    }
}
