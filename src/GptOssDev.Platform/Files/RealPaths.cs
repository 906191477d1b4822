namespace GptOssDev.Platform.Files;

/// <summary>Resolves symbolic links in paths. Keeps what it has read; used by one thread at a time.</summary>
public sealed class RealPaths
{
    private const int MaxLinks = 40;
    private readonly Dictionary<string, string> _known = new(PathNames.Comparer);

    /// <summary>The path with every link in it resolved. What does not exist or cannot be read stays as it is written.</summary>
    /// <param name="path">Absolute.</param>
    public string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Of(Path.TrimEndingDirectorySeparator(path), MaxLinks);
    }

    private string Of(string path, int linksLeft)
    {
        if (_known.TryGetValue(path, out var known))
        {
            return known;
        }
        if (Path.GetDirectoryName(path) is not { } folder)
        {
            return path;
        }
        var parent = Of(folder, linksLeft);
        var real = Path.Combine(parent, Path.GetFileName(path));
        if (linksLeft > 0 && TargetOf(real) is { } target)
        {
            real = Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target, parent)), linksLeft - 1);
        }
        _known[path] = real;
        return real;
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
