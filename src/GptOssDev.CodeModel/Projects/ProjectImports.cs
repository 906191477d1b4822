using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// The files that a project file imports by a path that can be read off: shared projects, common properties. Paths that only the build
/// can work out are left out; nothing runs. Bounded.
/// </summary>
internal static class ProjectImports
{
    private const int MaxFiles = 64;

    /// <summary>Absolute paths of files that exist, in the order they are found, without the starting ones.</summary>
    public static IReadOnlyList<string> Of(string project, IEnumerable<string> start)
    {
        var projectFolder = Path.GetDirectoryName(project)!;
        var seen = new HashSet<string>(PathNames.Comparer);
        var found = new List<string>();
        var pending = new Queue<string>(start);
        while (pending.TryDequeue(out var file) && found.Count < MaxFiles)
        {
            if (!seen.Add(file))
            {
                continue;
            }
            foreach (var import in Imports(file, projectFolder).Where(File.Exists))
            {
                if (!seen.Contains(import) && !found.Contains(import, PathNames.Comparer))
                {
                    found.Add(import);
                    pending.Enqueue(import);
                }
            }
        }
        return found;
    }

    private static IEnumerable<string> Imports(string file, string projectFolder)
    {
        var folder = Path.GetDirectoryName(file)!;
        return ProjectFile
            .Values(file, "Import", "Project")
            .Select(path => ProjectFile.WithFolders(path, folder, projectFolder))
            .Where(path => path.Length > 0 && path.IndexOfAny(['$', '*', '?', '@', '\0']) < 0)
            .Select(path => PathNames.Absolute(folder, path));
    }
}
