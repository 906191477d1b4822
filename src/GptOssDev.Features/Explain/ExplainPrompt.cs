using GptOssDev.Features.Generation;
using GptOssDev.Features.Prompts;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Explain;

/// <summary>The prompt that asks for an explanation of one part of a file.</summary>
internal static class ExplainPrompt
{
    /// <param name="codeTokens">Bound on the code; what does not fit is left out at the end, or around the lines asked for.</param>
    public static Conversation Of(CodeSection section, ReasoningEffort effort, TokenBudget budget, int codeTokens)
    {
        var language = SourceLanguage.Of(section.Source.Path);
        var shown = Shown(section, budget, codeTokens);
        var user = PromptTemplate.Fill(
            "explain.user",
            ("what", section.What),
            ("header", shown.Header),
            ("code", CodeFence.Of(TextIndent.Dedent(shown.Text), language.Fence))
        );
        return ChatPrompt.Conversation(
            effort,
            PromptTemplate.Fill("explain.developer", ("language", language.Name)),
            user
        );
    }

    private static CodeSection Shown(CodeSection section, TokenBudget budget, int codeTokens)
    {
        var text = section.Text;
        if (budget.Fits(text, codeTokens))
        {
            return section;
        }
        if (section.Asked is { } asked && asked != section.Lines)
        {
            // The declaration is too long: the lines that were asked for alone.
            return Shown(section with { Lines = asked, Asked = null, What = "this code" }, budget, codeTokens);
        }
        var kept = Math.Max(1, TextLines.Count(budget.Head(text, codeTokens)));
        return section with { Lines = new LineRange(section.Lines.Start, section.Lines.Start + kept - 1) };
    }
}
