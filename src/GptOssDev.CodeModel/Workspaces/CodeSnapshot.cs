using System.Collections.Immutable;
using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Symbols;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// A workspace at one moment. Immutable and safe from any thread: the same question gives the same answer, whatever happens on disk
/// or in editors. What the compiler binds for it is kept as long as the snapshot is.
/// </summary>
public sealed class CodeSnapshot
{
    private readonly ImmutableDictionary<string, OpenDocument> _open;
    private readonly BindingBaseline _baseline;

    internal CodeSnapshot(
        AssembledSolution assembled,
        WorkspaceState state,
        ImmutableDictionary<string, OpenDocument> open,
        BindingBaseline baseline
    )
    {
        Assembled = assembled;
        State = state;
        _open = open;
        _baseline = baseline;
        Binding = new SnapshotBinding(baseline, assembled.Solution);
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

    internal SnapshotBinding Binding { get; }

    /// <summary>The C# document with a path, absolute or relative to the root; null when no project has it.</summary>
    public CodeDocument? Find(string path)
    {
        var full = Full(path);
        var best = SolutionEdits
            .Find(Assembled.Solution, full)
            .OrderBy(id => Assembled.Projects[id.ProjectId].Project.State)
            .ThenBy(id => Assembled.Projects[id.ProjectId].Project.Path, StringComparer.Ordinal)
            .FirstOrDefault();
        return best is null
            ? null
            : new CodeDocument(
                Assembled.Solution.GetDocument(best)!,
                full,
                Assembled.Projects[best.ProjectId],
                Binding,
                _open.GetValueOrDefault(full)?.Version
            );
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
        var text = Find(full)?.Text;
        return string.IsNullOrEmpty(text)
            ? SourceFile.Read(full)
            : SourceReadResult.Of(SourceFile.FromText(full, text));
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
        CancellationToken cancel = default
    ) => SemanticQueries.FindSymbolsAsync(this, name, limit, cancel);

    /// <summary>How often the symbol at a position is used; null when there is none. Counting stops at the limit.</summary>
    /// <exception cref="CodeModelException">The document is not there or the position lies outside it.</exception>
    public Task<ReferenceCount?> CountReferencesAsync(
        string path,
        TextPosition position,
        int limit = 1000,
        CancellationToken cancel = default
    ) => SemanticQueries.CountReferencesAsync(this, path, position, limit, cancel);

    internal string Full(string path) => PathNames.Absolute(State.Root, path);
}
