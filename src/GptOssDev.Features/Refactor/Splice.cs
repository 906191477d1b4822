using GptOssDev.CodeModel.Sources;

namespace GptOssDev.Features.Refactor;

/// <summary>Puts rewritten code in the place of a section: with its indentation and the document's line endings.</summary>
internal static class Splice
{
    /// <summary>The whole new text of the section's file.</summary>
    public static string Into(CodeSection section, string code)
    {
        var text = section.Source.Text;
        var (start, end) = section.Span;
        var indented = TextIndent.Indent(code.Trim('\n', '\r'), TextIndent.Common(text[start..end]), text);
        return text[..start] + LineEndings.Normalize(indented, section.Source.NewLine) + text[end..];
    }
}
