using System.Collections.Immutable;
using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Sources;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// A loaded C# workspace: projects, the documents that editors hold, and snapshots of both. Safe from any thread; a snapshot never
/// changes after it was taken. Memory: the text of every source once, plus what the compiler has bound in the newest snapshot and
/// in those still held; dropping the workspace frees all of it.
/// </summary>
public sealed class CodeWorkspace
{
    private readonly Lock _lock = new();
    private readonly DiskWatch _disk;
    private readonly WorkspaceState _state;
    private AssembledSolution _assembled;
    private ImmutableDictionary<string, OpenDocument> _open = ImmutableDictionary.Create<string, OpenDocument>(
        PathNames.Comparer
    );

    private CodeWorkspace(AssembledSolution assembled, WorkspaceState state)
    {
        _assembled = assembled;
        _state = state;
        _disk = new DiskWatch(assembled);
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
    public static async Task<CodeWorkspace> LoadAsync(
        WorkspaceRequest request,
        TimeProvider time,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(time);
        var started = time.GetTimestamp();
        var entry = WorkspaceDiscovery.Find(request);
        using var loader = new ProjectLoader(request);
        var loads = await loader.LoadAsync(entry.Projects, cancel);
        cancel.ThrowIfCancellationRequested();
        var assembler = new SolutionAssembler();
        var assembled =
            loads.Count > 0
                ? assembler.Assemble(loads)
                : assembler.AssembleLoose(
                    entry.Entry.Equals(entry.Root, PathNames.Comparison) || Directory.Exists(entry.Entry)
                        ? entry.Entry
                        : entry.Root,
                    LooseFiles(entry, request),
                    $"{entry.Entry}: no C# project that loads belongs to it, so meaning is a guess; add or name a project."
                );
        var projects = assembled
            .Projects.Values.Select(p => p.Project)
            .OrderBy(p => p.Path, StringComparer.Ordinal)
            .Concat(entry.Missing.Select(Failed))
            .ToList();
        var state = new WorkspaceState(
            entry.Root,
            entry.Entry,
            request.Trust,
            projects,
            time.GetElapsedTime(started),
            Stale: false
        );
        return new CodeWorkspace(assembled, state);
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
    public Task<CodeSnapshot> SnapshotAsync(CancellationToken cancel = default) => Task.Run(Snapshot, cancel);

    private CodeSnapshot Snapshot()
    {
        lock (_lock)
        {
            _assembled = _assembled with { Solution = _disk.Refresh(_assembled, _open.ContainsKey) };
            return new CodeSnapshot(_assembled, _state, _open);
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
