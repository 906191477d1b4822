using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;

namespace GptOssDev.Features.Refactor;

/// <summary>Makes whole what a model wrote in part.</summary>
internal static class RewrittenCode
{
    /// <summary>
    /// The code to put in the section's place: a comment alone is put before the section's code, in place of the
    /// documentation comment it had.
    /// </summary>
    public static string Of(CodeSection section, string code)
    {
        if (!SourceLanguage.Of(section.Source.Path).IsCSharp || !IsCommentAlone(code))
        {
            return code;
        }
        var shown = TextIndent.Dedent(section.Text);
        if (IsCommentAlone(shown))
        {
            return code;
        }
        var old = shown.Split('\n').SkipWhile(l => IsDocumentation(l) || string.IsNullOrWhiteSpace(l));
        return $"{TextIndent.Dedent(code.Trim('\n'))}\n{string.Join('\n', old)}";
    }

    private static bool IsCommentAlone(string code) =>
        code.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l)).All(IsComment);

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    private static bool IsDocumentation(string line) => line.TrimStart().StartsWith("///", StringComparison.Ordinal);
}
