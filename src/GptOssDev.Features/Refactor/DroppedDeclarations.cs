using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;

namespace GptOssDev.Features.Refactor;

/// <summary>
/// Sees when a rewrite leaves the declarations out that it should have rewritten: where nothing uses them, the compiler does not
/// mind.
/// </summary>
internal static class DroppedDeclarations
{
    /// <summary>One line, or null when something stands in the section's place.</summary>
    public static async Task<string?> WhyAsync(CodeSection section, string newText, CancellationToken cancellationToken)
    {
        if (!SourceLanguage.Of(section.Source.Path).IsCSharp)
        {
            return null;
        }
        var before = await CountAsync(section, section.Source.Text, cancellationToken);
        var (start, end) = section.Span;
        var without = await CountAsync(
            section,
            section.Source.Text[..start] + section.Source.Text[end..],
            cancellationToken
        );
        var after = await CountAsync(section, newText, cancellationToken);
        return before > without && after <= without
            ? $"the model left out what it should rewrite: {section.Header} declares nothing any more"
            : null;
    }

    private static async Task<int> CountAsync(CodeSection section, string text, CancellationToken cancellationToken) =>
        section.Code.WithText(section.Source.Path, text).Find(section.Source.Path) is { } document
            ? (await document.OutlineAsync(int.MaxValue, cancellationToken)).Count
            : 0;
}
