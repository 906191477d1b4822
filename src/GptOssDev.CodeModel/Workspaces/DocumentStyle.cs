using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>What a document's project says of how it is read and written. Immutable; any thread.</summary>
public sealed class DocumentStyle
{
    private readonly Document _document;

    internal DocumentStyle(Document document) => _document = document;

    /// <summary>The symbols that are defined for <c>#if</c>.</summary>
    public IEnumerable<string> Symbols => _document.Project.ParseOptions?.PreprocessorSymbolNames ?? [];

    /// <summary>A value of the <c>.editorconfig</c> files, such as <c>indent_style</c>; null where none is set.</summary>
    public string? Setting(string name)
    {
        // Options are found by the path alone, so the document need not be parsed.
        var named = CSharpSyntaxTree.ParseText("", path: _document.FilePath ?? "");
        var options = _document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(named);
        return options.TryGetValue(name, out var value) ? value : null;
    }
}
