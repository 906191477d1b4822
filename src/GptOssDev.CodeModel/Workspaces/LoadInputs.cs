using GptOssDev.CodeModel.Projects;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// The files that a workspace's loading depends on, as they were before it began: a change while it runs shows afterwards. Used by one
/// thread at a time.
/// </summary>
internal sealed class LoadInputs
{
    private readonly Dictionary<string, FileStamp> _stamps = new(PathNames.Comparer);

    /// <param name="entry">The solution or folder that names the projects.</param>
    public LoadInputs(string entry, IEnumerable<string> projects)
    {
        if (File.Exists(entry))
        {
            Take(entry);
        }
        Add(projects, written: false);
    }

    /// <summary>Takes in what loading itself may have written, and projects that it found on its way.</summary>
    public void AddLoaded(IEnumerable<string> projects) => Add(projects, written: true);

    /// <summary>Takes in files that only the projects' builds name, as they were when they were read.</summary>
    public void AddRead(IReadOnlyDictionary<string, FileStamp> stamps)
    {
        foreach (var (path, stamp) in stamps)
        {
            _stamps.TryAdd(path, stamp);
        }
    }

    /// <summary>True once a file is not as it was.</summary>
    public bool Changed() => _stamps.Any(stamp => FileStamp.Of(stamp.Key) != stamp.Value);

    private void Add(IEnumerable<string> projects, bool written)
    {
        foreach (var project in projects.Where(p => p.EndsWith(".csproj", PathNames.Comparison)))
        {
            var restored = ProjectInputs.AssetsFile(project);
            foreach (var input in ProjectInputs.Files(project).Concat(ProjectInputs.Places(project)))
            {
                if (written || !input.Equals(restored, PathNames.Comparison))
                {
                    Take(input);
                }
            }
        }
    }

    private void Take(string path)
    {
        if (!_stamps.ContainsKey(path))
        {
            _stamps.Add(path, FileStamp.Of(path));
        }
    }
}
