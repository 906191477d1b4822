using System.Collections.Immutable;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Symbols;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// A workspace at one moment. Immutable and safe from any thread: the same question gives the same answer, whatever happens on disk
/// or in editors. What the compiler binds for it is kept as long as the snapshot is.
/// </summary>
public sealed class CodeSnapshot
{
    private readonly ImmutableDictionary<string, OpenDocument> _open;
    private readonly LastBoundSolution _baseline;

    internal CodeSnapshot(
        AssembledSolution assembled,
        WorkspaceState state,
        ImmutableDictionary<string, OpenDocument> open,
        LastBoundSolution baseline
    )
    {
        Assembled = assembled;
        State = state;
        _open = open;
        _baseline = baseline;
        Binding = new SnapshotCompilations(baseline, assembled.Solution);
    }

    public WorkspaceState State { get; }

    /// <summary>Paths of every C# document that is not build output, sorted.</summary>
    public IReadOnlyList<string> Paths =>
        [
            .. Assembled
                .Solution.Projects.SelectMany(p => p.Documents)
                .Select(d => d.FilePath)
                .OfType<string>()
                .Where(path => !SourceTree.IsBuildOutput(State.Root, path))
                .Distinct(PathNames.Comparer)
                .Order(StringComparer.Ordinal),
        ];

    internal AssembledSolution Assembled { get; }

    internal SnapshotCompilations Binding { get; }

    /// <summary>The C# document with a path, absolute or relative to the root; null when no project has it.</summary>
    public CodeDocument? Find(string path)
    {
        var full = Full(path);
        return SolutionEdits.Contexts(Assembled, full).FirstOrDefault() is { } best ? Document(best, full) : null;
    }

    /// <summary>
    /// The document with a path whose project or target framework compiles a place in it: where the best one leaves the place out by
    /// <c>#if</c>, another that is loaded as well. Null when no project has it.
    /// </summary>
    /// <exception cref="CodeModelException">The position lies outside the text.</exception>
    public async Task<CodeDocument?> FindAsync(
        string path,
        TextPosition at,
        CancellationToken cancellationToken = default
    )
    {
        var full = Full(path);
        var contexts = Contexts(full).ToList();
        foreach (
            var context in contexts.TakeWhile(c => contexts.Count > 1 && c.Project.State == contexts[0].Project.State)
        )
        {
            if (!await SyntaxQueries.IsLeftOutAsync(context, at, cancellationToken))
            {
                return context;
            }
        }
        return contexts.FirstOrDefault();
    }

    /// <summary>
    /// The text of any file as this snapshot sees it: an open document's, a C# document's, else the disk's (which alone may change).
    /// </summary>
    public SourceReadResult ReadText(string path)
    {
        var full = Full(path);
        if (_open.GetValueOrDefault(full) is { } open)
        {
            return SourceReadResult.Of(SourceFile.FromText(full, open.Text));
        }
        // A document without text may be a file that could not be read as text; the disk tells why.
        var text = Find(full) is { } document ? DocumentTexts.Of(document.Roslyn) : null;
        return text is null or { Length: 0 } || LegacyText.IsLegacy(text)
            ? SourceFile.Read(full)
            : SourceReadResult.Of(SourceFile.FromText(full, text.ToString()));
    }

    /// <summary>A snapshot in which one file has another text; a new C# file joins the project whose folder it lies in.</summary>
    public CodeSnapshot WithText(string path, string text)
    {
        var full = Full(path);
        var solution = SolutionEdits.SetText(Assembled, full, text);
        return new CodeSnapshot(
            Assembled with
            {
                Solution = solution,
            },
            State,
            _open.SetItem(full, new OpenDocument(full, text, _open.GetValueOrDefault(full)?.Version ?? 0)),
            _baseline
        );
    }

    /// <summary>A snapshot in which no project has the file any more; its text can still be read from the disk.</summary>
    public CodeSnapshot Without(string path)
    {
        var full = Full(path);
        var solution = SolutionEdits.Remove(Assembled.Solution, full);
        return new CodeSnapshot(Assembled with { Solution = solution }, State, _open.Remove(full), _baseline);
    }

    /// <summary>
    /// Declarations with a name, partially qualified names included (<c>Member</c>, <c>Type.Member</c>, <c>Namespace.Type.Member</c>);
    /// parameter and type parameter lists are ignored. Sorted by path and position, bounded.
    /// </summary>
    public Task<IReadOnlyList<SymbolMatch>> FindSymbolsAsync(
        string name,
        int limit = 50,
        CancellationToken cancellationToken = default
    ) => SemanticQueries.FindSymbolsAsync(this, name, limit, cancellationToken);

    /// <summary>How often the symbol at a position is used; null when there is none. Counting stops at the limit.</summary>
    /// <exception cref="CodeModelException">The document is not there or the position lies outside it.</exception>
    public Task<ReferenceCount?> CountReferencesAsync(
        string path,
        TextPosition position,
        int limit = 1000,
        CancellationToken cancellationToken = default
    ) => SemanticQueries.CountReferencesAsync(this, path, position, limit, cancellationToken);

    /// <summary>The document as each project and target framework sees it, the best one first.</summary>
    internal IEnumerable<CodeDocument> Contexts(string path)
    {
        var full = Full(path);
        return SolutionEdits.Contexts(Assembled, full).Select(id => Document(id, full));
    }

    private CodeDocument Document(Microsoft.CodeAnalysis.DocumentId id, string full) =>
        new(
            Assembled.Solution.GetDocument(id)!,
            full,
            Assembled.Projects[id.ProjectId],
            Binding,
            _open.GetValueOrDefault(full)?.Version
        );

    internal string Full(string path) => PathNames.Absolute(State.Root, path);
}
