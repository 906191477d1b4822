using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Code;

/// <summary>Paths as outcomes and prompts show them.</summary>
internal static class DisplayPath
{
    /// <summary>Relative to the root with forward slashes where the path lies inside it, else as it is.</summary>
    public static string Of(string root, string path) =>
        PathNames.IsUnder(root, path)
            ? Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/')
            : path;
}
