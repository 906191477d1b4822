using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Projects;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Notices what changed on disk since the last look, by time and size: changed and deleted sources, new sources in known folders,
/// changed project files. Used under its owner's lock. A look costs one file status a source and a folder.
/// </summary>
internal sealed class DiskChangeDetector
{
    private const int MaxFolders = 20_000;
    private readonly Dictionary<string, FileStamp> _sources = new(PathNames.Comparer);
    private readonly Dictionary<string, DateTime> _folders = new(PathNames.Comparer);
    private readonly LoadInputs _inputs;

    // Files that were there at loading and that no project took: an exclusion, not a new file.
    private readonly HashSet<string> _leftOut = new(PathNames.Comparer);

    /// <param name="stamps">The sources as they were when they were read.</param>
    public DiskChangeDetector(
        AssembledSolution assembled,
        IReadOnlyDictionary<string, FileStamp> stamps,
        LoadInputs inputs
    )
    {
        _inputs = inputs;
        foreach (var document in assembled.Solution.Projects.SelectMany(p => p.Documents))
        {
            if (document.FilePath is { } path)
            {
                _sources[path] = stamps.TryGetValue(path, out var stamp) ? stamp : FileStamp.Of(path);
            }
        }
        foreach (var meta in assembled.Projects.Values)
        {
            foreach (var folder in Watched(meta))
            {
                _folders[folder] = Directory.GetLastWriteTimeUtc(folder);
                _leftOut.UnionWith(SourceTree.Files(folder).Where(f => !_sources.ContainsKey(f)));
            }
        }
    }

    /// <summary>True once a project file is not as it was when the workspace was loaded.</summary>
    public bool ProjectFilesChanged() => _inputs.Changed();

    /// <summary>The sources as they are known.</summary>
    public IReadOnlyDictionary<string, FileStamp> Sources => _sources;

    /// <summary>Brings the solution up to date with the disk.</summary>
    /// <param name="isOpen">Says which paths an editor holds: their text is not the disk's.</param>
    public Solution Refresh(AssembledSolution assembled, Func<string, bool> isOpen)
    {
        foreach (var added in NewFiles())
        {
            _sources.TryAdd(added, FileStamp.Missing);
        }
        foreach (var (path, known) in _sources.ToList())
        {
            var now = FileStamp.Of(path);
            if (now == known || isOpen(path))
            {
                continue;
            }
            assembled = assembled with { Solution = Reread(assembled, path, now) };
            _sources[path] = now;
        }
        return assembled.Solution;
    }

    // Loose files have no folder of their own: only where some of them lie is anything looked for.
    private List<string> Watched(ProjectMetadata meta) =>
        meta.Project.Path.EndsWith(".csproj", PathNames.Comparison)
            ? [.. SourceTree.Folders(meta.Folder, MaxFolders, _ => true)]
            : [.. _sources.Keys.Select(path => Path.GetDirectoryName(path)!).Distinct(PathNames.Comparer)];

    private static Solution Reread(AssembledSolution assembled, string path, FileStamp now)
    {
        if (now == FileStamp.Missing)
        {
            return SolutionEdits.Remove(assembled.Solution, path);
        }
        var read = SourceFile.Read(path);
        var text = read.File?.Text;
        if (read.Failure?.Reason == SourceFailureReason.NotText && Known(assembled, path) is { } known)
        {
            text = LegacyText
                .Read(path, SourceFile.DefaultLimit, LegacyText.IsLegacy(known) ? known.Encoding : null)
                ?.ToString();
        }
        return text is null ? assembled.Solution : SolutionEdits.SetText(assembled, path, text);
    }

    private static SourceText? Known(AssembledSolution assembled, string path) =>
        SolutionEdits.Find(assembled.Solution, path) is [var id, ..]
            ? DocumentTexts.Of(assembled.Solution.GetDocument(id)!)
            : null;

    private List<string> NewFiles()
    {
        var found = new List<string>();
        foreach (var (folder, known) in _folders.ToList())
        {
            if (!Directory.Exists(folder))
            {
                _folders.Remove(folder);
                continue;
            }
            var now = Directory.GetLastWriteTimeUtc(folder);
            if (now == known)
            {
                continue;
            }
            _folders[folder] = now;
            foreach (var below in SourceTree.Folders(folder, MaxFolders, child => !_folders.ContainsKey(child)))
            {
                _folders[below] = Directory.GetLastWriteTimeUtc(below);
                found.AddRange(SourceTree.Files(below).Where(f => !_sources.ContainsKey(f) && !_leftOut.Contains(f)));
            }
        }
        return found;
    }
}
