using GptOssDev.CodeModel.Verification;
using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Refactor;

/// <summary>The prompts of a refactoring: the first, and the one that hands back what the compiler said.</summary>
internal static class RefactorPrompt
{
    private const int MaxDiagnostics = 8;
    private const int MaxMessage = 300;

    public static Conversation Of(CodeSection section, string instruction, ReasoningEffort effort)
    {
        var language = SourceLanguage.Of(section.Source.Path);
        var user = PromptTemplate.Fill(
            "refactor.user",
            ("instruction", instruction),
            ("header", section.Header),
            ("code", CodeFence.Of(TextIndent.Dedent(section.Text), language.Fence))
        );
        var developer = PromptTemplate.Fill(
            "refactor.developer",
            ("language", language.Name),
            ("fence", FenceWord(language))
        );
        return ChatPrompt.Conversation(effort, developer, user);
    }

    /// <summary>Goes on after an answer that cannot be used.</summary>
    public static Conversation Repair(Conversation conversation, RefactorAttempt attempt, SourceLanguage language)
    {
        var user = PromptTemplate.Fill(
            "refactor.repair",
            ("verdict", IsCompilers(attempt) ? "The compiler rejects this:" : "This cannot be used:"),
            ("diagnostics", Complaints(attempt)),
            ("fence", FenceWord(language))
        );
        return conversation.Append(Message.Assistant(Channels.Final, attempt.Answer), Message.User(user));
    }

    private static bool IsCompilers(RefactorAttempt attempt) => Errors(attempt).Count > 0;

    private static List<CodeDiagnostic> Errors(RefactorAttempt attempt) =>
        [.. attempt.Verdict.Evidence.DiagnosticsAdded.Where(d => d.Level == DiagnosticLevel.Error)];

    private static string Complaints(RefactorAttempt attempt)
    {
        var errors = Errors(attempt);
        var lines =
            errors.Count > 0 && attempt.Edit is { } edit
                ? errors.Select(d => Line(d, edit.NewText))
                : attempt.Verdict.Reasons.Select(r => Bounded($"- {r}"));
        return string.Join('\n', lines.Take(MaxDiagnostics));
    }

    private static string Line(CodeDiagnostic diagnostic, string newText)
    {
        var lines = TextLines.Starts(newText);
        var line = diagnostic.Range.Start.Line;
        var code = line < lines.Count ? newText[lines[line]..TextLines.EndOfLine(newText, lines[line])].Trim() : "";
        var message = $"{diagnostic.Id}: {diagnostic.Message}";
        return Bounded($"- {message}{(code.Length > 0 ? $" In: `{code}`" : "")}");
    }

    private static string Bounded(string text) => BoundedText.Of(text, MaxMessage);

    private static string FenceWord(SourceLanguage language) => language.Fence.Length > 0 ? language.Fence : "code";
}
