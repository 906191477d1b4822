using System.Reflection;
using System.Runtime.Loader;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Loads the source generators and analyzers of a trusted workspace, each folder into a context of its own, from memory so that no
/// file is locked. Projects of one solution may use one generator in several versions. The compiler's own assemblies come from
/// this process. The contexts are unloaded with the workspace. Thread-safe.
/// </summary>
internal sealed class AnalyzerLoader : IAnalyzerAssemblyLoader
{
    private readonly Dictionary<string, AssemblyLoadContext> _contexts = new(PathNames.Comparer);
    private readonly Dictionary<string, List<string>> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Assembly> _loaded = new(PathNames.Comparer);
    private readonly Lock _lock = new();

    public void AddDependencyLocation(string fullPath)
    {
        lock (_lock)
        {
            var name = Path.GetFileNameWithoutExtension(fullPath);
            if (!_paths.TryGetValue(name, out var paths))
            {
                paths = [];
                _paths.Add(name, paths);
            }
            if (!paths.Contains(fullPath, PathNames.Comparer))
            {
                paths.Add(fullPath);
            }
        }
    }

    public Assembly LoadFromPath(string fullPath)
    {
        lock (_lock)
        {
            if (!_loaded.TryGetValue(fullPath, out var assembly))
            {
                using var content = new MemoryStream(File.ReadAllBytes(fullPath));
                assembly = ContextOf(FolderOf(fullPath)).LoadFromStream(content);
                _loaded.Add(fullPath, assembly);
            }
            return assembly;
        }
    }

    private AssemblyLoadContext ContextOf(string folder)
    {
        if (!_contexts.TryGetValue(folder, out var context))
        {
            context = new AssemblyLoadContext($"analyzers in {folder}", isCollectible: true);
            context.Resolving += (_, name) => Resolve(folder, name);
            _contexts.Add(folder, context);
        }
        return context;
    }

    // What lies beside the file that needs it was built with it; another folder is the second choice.
    private Assembly? Resolve(string folder, AssemblyName name)
    {
        lock (_lock)
        {
            if (name.Name is not { } simple || !_paths.TryGetValue(simple, out var paths))
            {
                return null;
            }
            var beside = paths.Find(path => PathNames.Comparer.Equals(FolderOf(path), folder));
            return LoadFromPath(beside ?? paths[0]);
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) ?? path;
}
