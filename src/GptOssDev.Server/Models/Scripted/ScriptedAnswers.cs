using GptOssDev.Inference;

namespace GptOssDev.Server.Models.Scripted;

/// <summary>Finds the rule for a prompt and spells its answer as a model would. Counts used rules under a lock; any thread.</summary>
internal sealed class ScriptedAnswers(IReadOnlyList<ScriptRule> rules)
{
    private static readonly ScriptRule _nothing = new();
    private readonly Lock _gate = new();
    private readonly int?[] _left = [.. rules.Select(r => r.Times)];

    public ScriptRule Find(RequestPriority priority, string prompt)
    {
        lock (_gate)
        {
            for (var i = 0; i < rules.Count; i++)
            {
                if (_left[i] == 0 || !Fits(rules[i], priority, prompt))
                {
                    continue;
                }
                _left[i]--;
                return rules[i];
            }
        }
        return _nothing;
    }

    /// <summary>The tokens of an answer: within an open message as they are, after an open turn with the channels' headers.</summary>
    public static int[] Tokens(ScriptRule rule, int[] prompt, ScriptTokenizer tokenizer)
    {
        var lastControl = Array.FindLast(prompt, tokenizer.IsControl);
        var answer = tokenizer.Encode(rule.Answer);
        var end = ScriptTokenizer.Control("<|return|>");
        if (lastControl != ScriptTokenizer.Control("<|start|>"))
        {
            return [.. answer, end];
        }
        int[] reasoning = rule.Reasoning is { } thought
            ?
            [
                .. Header("analysis", tokenizer),
                .. tokenizer.Encode(thought),
                ScriptTokenizer.Control("<|end|>"),
                ScriptTokenizer.Control("<|start|>"),
                .. tokenizer.Encode("assistant"),
            ]
            : [];
        return [.. reasoning, .. Header("final", tokenizer), .. answer, end];
    }

    private static int[] Header(string channel, ScriptTokenizer tokenizer) =>
        [ScriptTokenizer.Control("<|channel|>"), .. tokenizer.Encode(channel), ScriptTokenizer.Control("<|message|>")];

    private static bool Fits(ScriptRule rule, RequestPriority priority, string prompt) =>
        (rule.Job is null || rule.Job == Job(priority))
        && (rule.Contains ?? []).All(part => prompt.Contains(part, StringComparison.Ordinal));

    private static string Job(RequestPriority priority) =>
        priority switch
        {
            RequestPriority.Keystroke => "complete",
            RequestPriority.Interactive => "answer",
            RequestPriority.Refactor => "refactor",
            RequestPriority.Review => "review",
            _ => "generate",
        };
}
