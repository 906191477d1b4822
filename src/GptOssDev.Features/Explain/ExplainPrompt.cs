using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Prompts;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Explain;

/// <summary>The prompt that asks for an explanation of one part of a file.</summary>
internal static class ExplainPrompt
{
    /// <param name="codeTokens">Bound on the code; what does not fit is left out at the end, or around the lines asked for.</param>
    /// <returns>The conversation, and what the user should know of what was left out.</returns>
    public static (Conversation Conversation, string? Notice) Of(
        CodeSection section,
        ReasoningEffort effort,
        TokenBudget budget,
        int codeTokens
    )
    {
        var language = SourceLanguage.Of(section.Source.Path);
        var (shown, text) = Shown(section, budget, codeTokens);
        var user = PromptTemplate.Fill(
            "explain.user",
            ("what", section.What),
            ("header", shown.Header),
            ("code", CodeFence.Of(TextIndent.Dedent(text), language.Fence))
        );
        var developer = PromptTemplate.Fill("explain.developer", ("language", language.Name));
        var notice =
            text.Length < shown.Text.Length || shown.Lines != section.Lines
                ? $"Too long to read whole: {section.Header}. Explained: {Part(shown, text)}."
                : null;
        return (ChatPrompt.Conversation(effort, developer, user), notice);
    }

    private static (CodeSection Section, string Text) Shown(CodeSection section, TokenBudget budget, int codeTokens)
    {
        var text = section.Text;
        if (budget.Fits(text, codeTokens))
        {
            return (section, text);
        }
        if (section.Asked is { } asked && asked != section.Lines)
        {
            // The declaration is too long: the lines that were asked for alone.
            return Shown(section with { Lines = asked, Asked = null, What = "this code" }, budget, codeTokens);
        }
        var kept = budget.Beginning(text, codeTokens);
        var last = section.Lines.Start + Math.Max(1, TextLines.Count(kept)) - 1;
        return (section with { Lines = new LineRange(section.Lines.Start, last) }, kept);
    }

    private static string Part(CodeSection shown, string text)
    {
        var isCut = text.TrimEnd('\r', '\n').Length < shown.Text.Length;
        return (shown.Lines.Start == shown.Lines.End, isCut) switch
        {
            (true, true) => $"the beginning of line {shown.Lines}",
            (true, false) => $"line {shown.Lines}",
            (false, true) => $"lines {shown.Lines}, the last one in part",
            (false, false) => $"lines {shown.Lines}",
        };
    }
}
