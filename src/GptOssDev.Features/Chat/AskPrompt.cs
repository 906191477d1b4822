using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Prompts;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Chat;

/// <summary>The prompt of a question with the snippets to answer it from, each under a header that can be cited.</summary>
internal static class AskPrompt
{
    // Below this a snippet tells nothing.
    private const int LeastTokens = 32;

    private const int MaxNamed = 5;

    /// <param name="snippetTokens">Bound on all snippets together; they share it evenly, what one leaves over goes to the next.</param>
    /// <returns>The conversation, and what the user should know of what was left out.</returns>
    public static (Conversation Conversation, string? Notice) Of(
        string question,
        IReadOnlyList<AskSnippet> snippets,
        ReasoningEffort effort,
        TokenBudget budget,
        int snippetTokens
    )
    {
        if (snippets.Count == 0)
        {
            var alone = PromptTemplate.Fill("ask.developer-without-snippets");
            return (ChatPrompt.Conversation(effort, alone, question), null);
        }
        var (parts, cut, left) = (new List<string>(), new List<string>(), snippetTokens);
        for (var i = 0; i < snippets.Count; i++)
        {
            var share = left / (snippets.Count - i);
            var text = share < LeastTokens ? "" : budget.Beginning(snippets[i].Text, share);
            if (text.Length < snippets[i].Text.Length)
            {
                cut.Add(snippets[i].Name);
            }
            if (text.Length > 0)
            {
                parts.Add(Part(snippets[i], text));
                left -= budget.Count(text);
            }
        }
        var user = string.Join("\n\n", [.. parts, question]);
        var more = cut.Count > MaxNamed ? $" and {cut.Count - MaxNamed} more" : "";
        var notice = cut.Count > 0 ? $"Too long to read whole: {string.Join(", ", cut.Take(MaxNamed))}{more}." : null;
        return (ChatPrompt.Conversation(effort, PromptTemplate.Fill("ask.developer"), user), notice);
    }

    private static string Part(AskSnippet snippet, string text)
    {
        var lines = new LineRange(snippet.FirstLine, snippet.FirstLine + TextLines.Count(text) - 1);
        return PromptTemplate.Fill(
            "ask.snippet",
            ("header", $"{snippet.Name}:{lines}"),
            ("code", CodeFence.Of(text, SourceLanguage.Of(snippet.Name).Fence))
        );
    }
}
