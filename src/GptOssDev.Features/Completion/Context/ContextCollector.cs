using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Completion.Context;

/// <summary>
/// Collects what stands around a cursor: signatures of what is in reach, similar parts of open files, edits of a moment ago.
/// Each is bounded. Asks no model; any thread.
/// </summary>
internal static class ContextCollector
{
    private const int MaxEdits = 3;

    /// <param name="stable">Fragments collected near this cursor before: what changes least is taken from them.</param>
    public static async Task<PackedContext> CollectAsync(
        CodeSnapshot code,
        CursorContext cursor,
        EditorContext surroundings,
        PackedContext? stable,
        CancellationToken cancellationToken
    )
    {
        var symbols =
            SourceLanguage.Of(cursor.Path).IsCSharp
            && await code.FindAsync(cursor.Path, cursor.Position, cancellationToken) is { } document
                ? await document.CursorSymbolsAsync(cursor.Position, cancellationToken: cancellationToken)
                : CursorSymbols.None;
        var near =
            stable?.Fragments.Where(f => f.Kind != ContextKind.Reach)
            ?? TypesOfLocals(symbols, cursor, code.State.Root).Concat(OfClient(surroundings, cursor, code.State.Root));
        return PackedContext.Of(near.Concat(Reach(symbols)));
    }

    private static IEnumerable<ContextFragment> OfClient(EditorContext surroundings, CursorContext cursor, string root)
    {
        var language = SourceLanguage.Of(cursor.Path);
        var similar = SimilarChunks.Find(
            cursor,
            surroundings
                .OpenFiles.Where(f => !IsSame(f.Path, cursor.Path) && SourceLanguage.Of(f.Path) == language)
                .Select(f => (DisplayPath.Of(root, f.Path), f.Text))
        );
        var edits = surroundings
            // What was edited in this file stands in the prompt as it is.
            .Edits.Where(e => !IsSame(e.Path, cursor.Path) && !string.IsNullOrWhiteSpace(e.Text))
            .Take(MaxEdits)
            .Select(e => new ContextFragment(ContextKind.Edits, DisplayPath.Of(root, e.Path), e.Text));
        return similar.Concat(edits);
    }

    private static IEnumerable<ContextFragment> TypesOfLocals(
        CursorSymbols symbols,
        CursorContext cursor,
        string root
    ) =>
        symbols
            .Locals.Select(local => local.TypeSignature)
            .OfType<ReferencedType>()
            // The types of this very file can be read in it.
            .Where(type => type.Path is { } path && !IsSame(path, cursor.Path))
            .DistinctBy(type => type.QualifiedName)
            .Select(type => new ContextFragment(
                ContextKind.Symbols,
                DisplayPath.Of(root, type.Path!),
                Block(type.Signature, type.Members)
            ));

    private static IEnumerable<ContextFragment> Reach(CursorSymbols symbols)
    {
        if (symbols.Receiver is { Members.Count: > 0 } receiver)
        {
            yield return new ContextFragment(ContextKind.Reach, receiver.Type, Block(receiver.Type, receiver.Members));
        }
        if (symbols.Overloads.Count > 0)
        {
            yield return new ContextFragment(ContextKind.Reach, "overloads", Lines(symbols.Overloads, ""));
        }
    }

    private static string Block(string head, IReadOnlyList<string> members) =>
        $"{head}\n{{\n{Lines(members, "    ")}}}\n";

    private static string Lines(IReadOnlyList<string> lines, string indentation) =>
        string.Concat(lines.Select(line => $"{indentation}{line};\n"));

    private static bool IsSame(string one, string other) => one.Equals(other, PathNames.Comparison);
}
