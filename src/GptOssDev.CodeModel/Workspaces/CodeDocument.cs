using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Symbols.Names;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>One C# document of a snapshot: its text and what its syntax says. Immutable; any thread.</summary>
public sealed class CodeDocument
{
    private readonly SnapshotCompilations _binding;

    internal CodeDocument(
        Document document,
        string path,
        ProjectMetadata meta,
        SnapshotCompilations binding,
        int? version
    )
    {
        _binding = binding;
        Roslyn = document;
        Path = path;
        Project = meta.Project;
        Version = version;
    }

    public string Path { get; }

    /// <summary>The project it belongs to; a linked file belongs to the best loaded one.</summary>
    public LoadedProject Project { get; }

    /// <summary>The editor's version of an open document; null for one that comes from the disk.</summary>
    public int? Version { get; }

    public string Text => DocumentTexts.Of(Roslyn).ToString();

    /// <summary>What the project says of how the document is read and written.</summary>
    public DocumentStyle Style => new(Roslyn);

    internal Document Roslyn { get; }

    /// <summary>The document's meaning, from what is bound already where only bodies differ.</summary>
    internal Task<SemanticModel> ModelAsync(CancellationToken cancellationToken) =>
        _binding.ModelAsync(Roslyn, cancellationToken);

    /// <summary>
    /// The innermost member (or type, where the lines span several members) around whole lines; null outside any declaration.
    /// </summary>
    /// <param name="startLine">Zero-based first line.</param>
    /// <param name="endLine">Zero-based last line, inclusive.</param>
    /// <exception cref="CodeModelException">A line lies outside the text.</exception>
    public Task<EnclosingMember?> EnclosingMemberAsync(
        int startLine,
        int endLine,
        CancellationToken cancellationToken = default
    ) => SyntaxQueries.EnclosingMemberAsync(this, startLine, endLine, cancellationToken);

    /// <summary>
    /// The whole members that lines touch where they touch several of one type, namespace or file; null where one member holds
    /// the lines, or where they touch the head or the end of the type or namespace around them.
    /// </summary>
    /// <param name="startLine">Zero-based first line.</param>
    /// <param name="endLine">Zero-based last line, inclusive.</param>
    /// <exception cref="CodeModelException">A line lies outside the text.</exception>
    public Task<TextRange?> MembersAsync(int startLine, int endLine, CancellationToken cancellationToken = default) =>
        SyntaxQueries.MembersAsync(this, startLine, endLine, cancellationToken);

    /// <summary>Types and members in source order with their signatures, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<OutlineItem>> OutlineAsync(
        int limit = 500,
        CancellationToken cancellationToken = default
    ) => SyntaxQueries.OutlineAsync(this, limit, cancellationToken);

    /// <summary>The using directives as written, global ones of the same file included.</summary>
    public Task<IReadOnlyList<string>> UsingsAsync(CancellationToken cancellationToken = default) =>
        SyntaxQueries.UsingsAsync(this, cancellationToken);

    /// <summary>True inside a comment or a string or character literal, where code completion makes no sense.</summary>
    /// <exception cref="CodeModelException">The position lies outside the text.</exception>
    public Task<bool> IsInCommentOrStringAsync(TextPosition position, CancellationToken cancellationToken = default) =>
        SyntaxQueries.IsInCommentOrStringAsync(this, position, cancellationToken);

    /// <summary>
    /// Types that the code in a range names or gets values of, those of the workspace first, each with bounded members.
    /// </summary>
    /// <exception cref="CodeModelException">The range lies outside the text.</exception>
    public Task<IReadOnlyList<ReferencedType>> ReferencedTypesAsync(
        TextRange range,
        int maxTypes = 12,
        int maxMembers = 24,
        CancellationToken cancellationToken = default
    ) => SemanticQueries.ReferencedTypesAsync(this, range, maxTypes, maxMembers, cancellationToken);

    /// <summary>
    /// The identifiers that may stand at a cursor; null where the place or an unknown receiver allows no such list. In a project that
    /// is not loaded in full the list would be a guess: it is null there too.
    /// </summary>
    /// <exception cref="CodeModelException">The position lies outside the text.</exception>
    public Task<ValidIdentifiers?> LegalNamesAsync(
        TextPosition position,
        CancellationToken cancellationToken = default
    ) => ValidIdentifierQuery.AtAsync(this, position, cancellationToken);

    /// <summary>The symbols around a cursor as names and signatures, for a prompt.</summary>
    /// <param name="limits">How much is told; null takes the default.</param>
    /// <exception cref="CodeModelException">The position lies outside the text.</exception>
    public Task<CursorSymbols> CursorSymbolsAsync(
        TextPosition position,
        CursorSymbolLimits? limits = null,
        CancellationToken cancellationToken = default
    ) => CursorSymbolQuery.AtAsync(this, position, limits ?? CursorSymbolLimits.Default, cancellationToken);
}
