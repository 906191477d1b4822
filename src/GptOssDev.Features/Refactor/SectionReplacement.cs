using GptOssDev.Features.Code;

namespace GptOssDev.Features.Refactor;

/// <summary>
/// Puts rewritten code in the place of a section. Lines that the rewrite leaves alone keep every byte: their indentation,
/// blanks at the end and line break; new lines take theirs from the lines around them. Pure.
/// </summary>
internal static class SectionReplacement
{
    /// <summary>The whole new text of the section's file.</summary>
    public static string Into(CodeSection section, string code)
    {
        var text = section.Source.Text;
        var (start, end) = section.Span;
        return text[..start] + new RewrittenLines(text[start..end], code, text).Text + text[end..];
    }
}
