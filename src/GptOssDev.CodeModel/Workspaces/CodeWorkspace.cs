using System.Collections.Immutable;
using GptOssDev.CodeModel.Projects;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// A loaded C# workspace: projects, the documents that editors hold, and snapshots of both. Safe from any thread; a snapshot never
/// changes after it was taken. Memory: the text of every source once, plus what the compiler has bound in the newest snapshot and
/// in those still held; dropping the workspace frees all of it.
/// </summary>
public sealed class CodeWorkspace
{
    private static readonly ImmutableDictionary<string, OpenDocument> _noneOpen = ImmutableDictionary.Create<
        string,
        OpenDocument
    >(PathNames.Comparer);

    private readonly Lock _lock = new();
    private readonly LastBoundSolution _baseline = new();
    private readonly DiskChangeDetector _disk;
    private readonly WorkspaceState _state;
    private AssembledSolution _assembled;
    private ImmutableDictionary<string, OpenDocument> _open = _noneOpen;

    private CodeWorkspace(AssembledSolution assembled, WorkspaceState state, DiskChangeDetector disk)
    {
        _assembled = assembled;
        _state = state;
        _disk = disk;
    }

    /// <summary>What is loaded and how well; looks whether project files changed since.</summary>
    public WorkspaceState State
    {
        get
        {
            lock (_lock)
            {
                return _state with { Stale = _disk.ProjectFilesChanged() };
            }
        }
    }

    /// <summary>
    /// Finds the workspace of a path and loads it. A project that does not load is a state with a reason, not an error; the rest loads.
    /// </summary>
    /// <exception cref="CodeModelException">The path is not there.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no build is left running.</exception>
    public static Task<CodeWorkspace> LoadAsync(
        WorkspaceRequest request,
        TimeProvider time,
        CancellationToken cancellationToken = default
    ) => LoadAsync(request, time, earlier: null, cancellationToken);

    /// <summary>
    /// Loads again what an earlier loading of the same request held: projects that the change does not concern stay as they are, with
    /// all that is bound in them.
    /// </summary>
    internal static async Task<CodeWorkspace> LoadAsync(
        WorkspaceRequest request,
        TimeProvider time,
        CodeWorkspace? earlier,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(time);
        var started = time.GetTimestamp();
        var entry = await new WorkspaceDiscovery().FindAsync(request, cancellationToken);
        var inputs = new LoadInputs(entry.Entry, entry.Projects);
        using var loader = new ProjectLoader(request);
        var loads = await loader.LoadAsync(
            entry.Projects,
            SolutionReader.IsSolution(entry.Entry) ? entry.Entry : null,
            cancellationToken
        );
        cancellationToken.ThrowIfCancellationRequested();
        inputs.AddLoaded(loads.Select(l => l.Path));
        var assembler = new SolutionAssembler();
        var (known, open, stamps) = earlier?.Refreshed() ?? default;
        var assembled =
            loads.Count > 0
                ? assembler.Assemble(loads, known)
                : assembler.AssembleLoose(
                    entry.Entry.Equals(entry.Root, PathNames.Comparison) || Directory.Exists(entry.Entry)
                        ? entry.Entry
                        : entry.Root,
                    LooseFiles(entry, request),
                    $"{entry.Entry}: no C# project that loads belongs to it, so meaning is a guess; add or name a project."
                );
        inputs.AddRead(assembler.Inputs);
        var projects = assembled
            .Projects.Values.OrderBy(p => p.Project.Path, StringComparer.Ordinal)
            .ThenBy(p => p.Place)
            .Select(p => p.Project)
            .Concat(entry.Missing.Select(Failed))
            .ToList();
        projects[0] = projects[0] with { Notes = [.. entry.Notes, .. projects[0].Notes] };
        var state = new WorkspaceState(
            entry.Root,
            entry.Entry,
            request.Trust,
            projects,
            time.GetElapsedTime(started),
            Stale: false
        );
        var disk = new DiskChangeDetector(assembled, Merge(stamps, assembler.Stamps), inputs);
        var workspace = new CodeWorkspace(assembled, state, disk);
        foreach (var document in open?.Values ?? [])
        {
            workspace.Set(document);
        }
        return workspace;
    }

    private static Dictionary<string, FileStamp> Merge(
        IReadOnlyDictionary<string, FileStamp>? earlier,
        IReadOnlyDictionary<string, FileStamp> now
    )
    {
        var merged = new Dictionary<string, FileStamp>(earlier ?? now, PathNames.Comparer);
        foreach (var (path, stamp) in now)
        {
            merged[path] = stamp;
        }
        return merged;
    }

    private (
        AssembledSolution Solution,
        ImmutableDictionary<string, OpenDocument> Open,
        IReadOnlyDictionary<string, FileStamp> Stamps
    ) Refreshed()
    {
        lock (_lock)
        {
            _assembled = _assembled with { Solution = _disk.Refresh(_assembled, _open.ContainsKey) };
            return (_assembled, _open, new Dictionary<string, FileStamp>(_disk.Sources, PathNames.Comparer));
        }
    }

    /// <summary>How much the workspace holds now.</summary>
    public WorkspaceUsage Usage
    {
        get
        {
            Solution solution;
            lock (_lock)
            {
                solution = _assembled.Solution;
            }
            return new WorkspaceUsage(
                solution.ProjectIds.Count,
                solution.Projects.Count(p => p.TryGetCompilation(out _)),
                solution.Projects.Sum(p => p.DocumentIds.Count),
                solution.Projects.SelectMany(p => p.Documents).Sum(d => (long)DocumentTexts.Of(d).Length * sizeof(char))
            );
        }
    }

    /// <summary>
    /// Lets go of all that is parsed and bound. Snapshots taken before keep theirs; the next one binds what it needs again.
    /// </summary>
    public void DropCompilations()
    {
        lock (_lock)
        {
            _assembled = _assembled with { Solution = UnboundSolution.Unbound(_assembled.Solution) };
            _baseline.Bound = null;
        }
    }

    /// <summary>An editor opened a document: from now on its text counts, not the disk's.</summary>
    public void Open(string path, string text, int version) =>
        Set(new OpenDocument(Path.GetFullPath(path), text, version));

    /// <summary>An open document has a new text; an older version than the known one is ignored.</summary>
    /// <exception cref="CodeModelException">The document is not open.</exception>
    public void Change(string path, string text, int version)
    {
        var full = Path.GetFullPath(path);
        lock (_lock)
        {
            if (!_open.TryGetValue(full, out var known))
            {
                throw new CodeModelException(CodeModelReason.DocumentNotOpen, $"{full}: is not open; open it first.");
            }
            if (version >= known.Version)
            {
                Set(new OpenDocument(full, text, version));
            }
        }
    }

    /// <summary>The editor let go of a document: the disk counts again.</summary>
    public void Close(string path)
    {
        var full = Path.GetFullPath(path);
        lock (_lock)
        {
            _open = _open.Remove(full);
            var read = SourceFile.Read(full);
            _assembled = _assembled with
            {
                Solution = read.Succeeded
                    ? SolutionEdits.SetText(_assembled, full, read.File.Text)
                    : SolutionEdits.Remove(_assembled.Solution, full),
            };
        }
    }

    /// <summary>The workspace as it is now: open documents over the disk, with what changed on disk read again.</summary>
    public Task<CodeSnapshot> SnapshotAsync(CancellationToken cancellationToken = default) =>
        Task.Run(Snapshot, cancellationToken);

    private CodeSnapshot Snapshot()
    {
        lock (_lock)
        {
            _assembled = _assembled with { Solution = _disk.Refresh(_assembled, _open.ContainsKey) };
            return new CodeSnapshot(_assembled, _state, _open, _baseline);
        }
    }

    private void Set(OpenDocument document)
    {
        lock (_lock)
        {
            _open = _open.SetItem(document.Path, document);
            _assembled = _assembled with { Solution = SolutionEdits.SetText(_assembled, document.Path, document.Text) };
        }
    }

    private static List<string> LooseFiles(WorkspaceEntry entry, WorkspaceRequest request)
    {
        var requested = Path.GetFullPath(request.Path);
        var single = File.Exists(requested) && requested.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);
        var folder = Directory.Exists(entry.Entry) ? entry.Entry : entry.Root;
        // For one file its neighbours are enough: its folder may be a whole home directory.
        var files = SourceTree
            .Folders(folder, request.MaxLooseFiles, _ => !single)
            .SelectMany(f => SourceTree.Files(f))
            .Take(request.MaxLooseFiles)
            .ToList();
        if (single && !files.Contains(requested, PathNames.Comparer))
        {
            files.Add(requested);
        }
        return files;
    }

    private static LoadedProject Failed(MissingProject missing) =>
        new(
            Path.GetFileNameWithoutExtension(missing.Path),
            missing.Path,
            LoadState.Failed,
            missing.Reason,
            null,
            0,
            [],
            false
        );
}
