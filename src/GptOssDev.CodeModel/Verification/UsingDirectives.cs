using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>Where using directives go in a file: among those that are there, in their order, or before the first declaration.</summary>
internal static class UsingDirectives
{
    /// <summary>One insertion for each namespace, by offset; several at one offset are one insertion.</summary>
    public static IReadOnlyList<TextChange> Add(SyntaxNode root, SourceText text, IReadOnlyList<string> namespaces)
    {
        var unit = (CompilationUnitSyntax)root;
        var newLine = LineEndings.Dominant(text.ToString());
        var existing = Existing(unit);
        return
        [
            .. namespaces
                .Select(name => (At: Place(unit, text, existing, name), Name: name))
                .GroupBy(d => d.At)
                .OrderBy(g => g.Key)
                .Select(g =>
                {
                    var indent = Indent(text, existing);
                    var lines = string.Concat(
                        g.OrderBy(d => d.Name, Order).Select(d => $"{indent}using {d.Name};{newLine}")
                    );
                    // A last using that ends the file has no line end of its own.
                    var behindText = g.Key > 0 && text[g.Key - 1] is not ('\n' or '\r');
                    return new TextChange(
                        new TextSpan(g.Key, 0),
                        behindText ? newLine + lines
                            : existing.Count == 0 ? lines + newLine
                            : lines
                    );
                }),
        ];
    }

    private static Comparer<string> Order { get; } =
        Comparer<string>.Create(
            (a, b) =>
                IsSystem(a) == IsSystem(b) ? string.CompareOrdinal(a, b)
                : IsSystem(a) ? -1
                : 1
        );

    private static bool IsSystem(string name) =>
        name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    // Some people put them inside the namespace; new ones join where the others are.
    private static SyntaxList<UsingDirectiveSyntax> Existing(CompilationUnitSyntax unit) =>
        unit.Usings.Count > 0 || unit.Members is not [BaseNamespaceDeclarationSyntax { Usings.Count: > 0 } space, ..]
            ? unit.Usings
            : space.Usings;

    private static int Place(
        CompilationUnitSyntax unit,
        SourceText text,
        SyntaxList<UsingDirectiveSyntax> existing,
        string name
    )
    {
        var plain = existing
            .Where(u => u.Alias is null && u.StaticKeyword == default && u.GlobalKeyword == default)
            .ToList();
        if (plain.Find(u => Order.Compare(u.NamespaceOrType.ToString(), name) > 0) is { } next)
        {
            return text.Lines.GetLineFromPosition(next.SpanStart).Start;
        }
        if ((plain.LastOrDefault() ?? existing.LastOrDefault()) is { } last)
        {
            return text.Lines.GetLineFromPosition(last.Span.End).EndIncludingLineBreak;
        }
        var first = unit.Members.FirstOrDefault() as SyntaxNode ?? unit.EndOfFileToken.Parent!;
        var documentation = first.GetLeadingTrivia().FirstOrDefault(t => t.HasStructure && !t.IsDirective);
        var at = documentation.RawKind == 0 ? first.GetFirstToken().SpanStart : documentation.FullSpan.Start;
        return unit.AttributeLists.Count > 0 ? unit.AttributeLists[0].SpanStart : at;
    }

    private static string Indent(SourceText text, SyntaxList<UsingDirectiveSyntax> existing)
    {
        if (existing.Count == 0)
        {
            return "";
        }
        var start = existing[0].SpanStart;
        return
            text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(start).Start, start)) is { } indent
            && string.IsNullOrWhiteSpace(indent)
            ? indent
            : "";
    }
}
