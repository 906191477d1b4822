namespace GptOssDev.Platform.Files;

/// <summary>How paths are compared here: as the usual file system of the platform does it.</summary>
public static class PathNames
{
    private static readonly bool _ignoreCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    public static StringComparer Comparer { get; } =
        _ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    public static StringComparison Comparison { get; } =
        _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>True when <paramref name="path"/> is <paramref name="folder"/> or lies below it (both absolute).</summary>
    public static bool IsUnder(string folder, string path)
    {
        var trimmed = Path.TrimEndingDirectorySeparator(folder);
        if (!path.StartsWith(trimmed, Comparison))
        {
            return false;
        }
        return path.Length == trimmed.Length
            || Path.EndsInDirectorySeparator(trimmed)
            || path[trimmed.Length] == Path.DirectorySeparatorChar
            || path[trimmed.Length] == Path.AltDirectorySeparatorChar;
    }

    /// <summary>An absolute path with forward slashes turned to the platform's separator; relative ones hang on the folder.</summary>
    public static string Absolute(string folder, string path)
    {
        var native = Path.DirectorySeparatorChar == '/' ? path.Replace('\\', '/') : path;
        return Path.GetFullPath(native, folder);
    }
}
