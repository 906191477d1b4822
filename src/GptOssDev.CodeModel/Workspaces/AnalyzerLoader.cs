using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Loads the source generators and analyzers of a trusted workspace into a context of their own, from memory so that no file is locked. The
/// compiler's own assemblies come from this process. The context goes when the workspace goes.
/// </summary>
internal sealed class AnalyzerLoader : IAnalyzerAssemblyLoader
{
    private readonly AssemblyLoadContext _context;
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Assembly> _loaded = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();

    public AnalyzerLoader()
    {
        _context = new AssemblyLoadContext("analyzers", isCollectible: true);
        _context.Resolving += (_, name) => Resolve(name);
    }

    public void AddDependencyLocation(string fullPath)
    {
        lock (_lock)
        {
            _paths.TryAdd(Path.GetFileNameWithoutExtension(fullPath), fullPath);
        }
    }

    public Assembly LoadFromPath(string fullPath)
    {
        lock (_lock)
        {
            if (!_loaded.TryGetValue(fullPath, out var assembly))
            {
                using var content = new MemoryStream(File.ReadAllBytes(fullPath));
                assembly = _context.LoadFromStream(content);
                _loaded.Add(fullPath, assembly);
            }
            return assembly;
        }
    }

    private Assembly? Resolve(AssemblyName name)
    {
        lock (_lock)
        {
            return name.Name is { } simple && _paths.TryGetValue(simple, out var path) ? LoadFromPath(path) : null;
        }
    }
}
