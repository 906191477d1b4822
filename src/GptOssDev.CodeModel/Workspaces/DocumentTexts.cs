using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>The text of a document without waiting.</summary>
internal static class DocumentTexts
{
    public static SourceText Of(TextDocument document) =>
        document.TryGetText(out var text)
            ? text
            // Every document here is loaded from text already in memory: the task is complete when it is returned.
            : document.GetTextAsync().GetAwaiter().GetResult();
}
