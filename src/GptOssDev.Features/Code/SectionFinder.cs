using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.Features.Code;

/// <summary>Finds the part of the code that a target names.</summary>
internal static class SectionFinder
{
    private const int MaxNamed = 5;

    /// <exception cref="FeatureException">The file, the lines or the symbol cannot be used.</exception>
    public static async Task<CodeSection> FindAsync(
        CodeSnapshot code,
        CodeTarget target,
        CancellationToken cancellationToken
    ) =>
        target switch
        {
            { Path: { } path, Symbol: null } => await OfFileAsync(
                code,
                path,
                target.Lines,
                target.Text,
                cancellationToken
            ),
            { Path: null, Symbol: { } symbol } => await OfSymbolAsync(code, symbol, cancellationToken),
            _ => throw new FeatureException(FeatureFailure.BadInput, "name either a file or a symbol"),
        };

    private static async Task<CodeSection> OfFileAsync(
        CodeSnapshot code,
        string path,
        LineRange? asked,
        string? text,
        CancellationToken cancellationToken
    )
    {
        var file = CodeReader.Read(code, path, text);
        if (string.IsNullOrWhiteSpace(file.Text))
        {
            throw new FeatureException(FeatureFailure.BadInput, $"{path}: is empty; name a file with something in it");
        }
        var with = text is null ? code : code.WithText(file.Path, text);
        if (asked is not { } range)
        {
            return new CodeSection(with, file, new LineRange(1, TextLines.Count(file.Text)), null, "this file");
        }
        var lines = CodeReader.CheckedLines(path, file.Text, range);
        var document = with.Find(file.Path);
        if (
            document is not null
            && await document.MembersAsync(lines.Start - 1, lines.End - 1, cancellationToken) is { } several
        )
        {
            return new CodeSection(with, file, LinesOf(several), lines, "this code");
        }
        var member = document is not null
            ? await document.EnclosingMemberAsync(lines.Start - 1, lines.End - 1, cancellationToken)
            : null;
        if (member is null)
        {
            return new CodeSection(with, file, lines, lines, "this code");
        }
        var whole = LinesOf(member.Range);
        var what = $"this {Word(member.Kind)}";
        return new CodeSection(with, file, whole, lines, IsPart(lines, whole) ? $"{Lines(lines)} of {what}" : what);
    }

    private static async Task<CodeSection> OfSymbolAsync(
        CodeSnapshot code,
        string symbol,
        CancellationToken cancellationToken
    )
    {
        var matches = string.IsNullOrWhiteSpace(symbol)
            ? []
            : await code.FindSymbolsAsync(symbol, cancellationToken: cancellationToken);
        var names = matches.Select(m => m.QualifiedName).Distinct().ToList();
        if (names.Count == 0)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"no symbol is called '{symbol}' in {code.State.Entry}: check the name, or name FILE:LINE"
            );
        }
        if (names.Count > 1)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"'{symbol}' names {names.Count} symbols: use one of {string.Join(", ", names.Take(MaxNamed))}"
            );
        }
        var match = matches[0];
        var file = CodeReader.Read(code, match.Path, null);
        var lines = LinesOf(match.Range);
        var member = code.Find(file.Path) is { } document
            ? await document.EnclosingMemberAsync(lines.Start - 1, lines.End - 1, cancellationToken)
            : null;
        var whole = member?.Name == match.Name ? LinesOf(member.Range) : lines;
        return new CodeSection(code, file, whole, null, $"this {Word(match.Kind)}");
    }

    private static LineRange LinesOf(TextRange range) =>
        new(
            range.Start.Line + 1,
            (range.End.Character == 0 && range.End.Line > range.Start.Line ? 0 : 1) + range.End.Line
        );

    private static bool IsPart(LineRange lines, LineRange whole) =>
        lines.End - lines.Start < (whole.End - whole.Start) / 2 && lines.End > lines.Start;

    private static string Lines(LineRange lines) => lines.Start == lines.End ? $"line {lines}" : $"lines {lines}";

    private static string Word(CodeSymbolKind kind) =>
        kind switch
        {
            CodeSymbolKind.EnumMember => "enum member",
            CodeSymbolKind.LocalFunction => "local function",
            CodeSymbolKind.Other => "code",
            _ => kind.ToString().ToLowerInvariant(),
        };
}
