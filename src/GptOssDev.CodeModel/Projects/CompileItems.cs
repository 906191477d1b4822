using System.Text;
using System.Text.RegularExpressions;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// Compile items that project files name outside their own folder, read as plain XML: a hint which project to load for a file.
/// Whether the project compiles the file is decided by its build. Nothing runs. Thread-safe.
/// </summary>
internal static class CompileItems
{
    private static readonly TimeSpan _matchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether a project, or a file that it imports, has a Compile item that can match a path. Properties other than the folders of
    /// the file and of the project match any text.
    /// </summary>
    /// <param name="path">Absolute.</param>
    public static bool MayInclude(string project, string path)
    {
        var folder = Path.GetDirectoryName(project)!;
        return ProjectImports
            .Of(project, [project])
            .Prepend(project)
            .SelectMany(file => Includes(file, folder))
            .Any(pattern => IsMatch(pattern, path));
    }

    private static IEnumerable<string> Includes(string file, string projectFolder)
    {
        var folder = Path.GetDirectoryName(file)!;
        return ProjectFile
            .Values(file, "Compile", "Include")
            .SelectMany(list => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(item => ProjectFile.WithFolders(item, folder, projectFolder).Replace('\\', '/'))
            // An include is relative to the project, also in an imported file.
            .Select(item => item.StartsWith('$') || Path.IsPathRooted(item) ? item : projectFolder + "/" + item);
    }

    private static bool IsMatch(string pattern, string path)
    {
        try
        {
            var options =
                PathNames.Comparison == StringComparison.OrdinalIgnoreCase
                    ? RegexOptions.IgnoreCase
                    : RegexOptions.None;
            return Regex.IsMatch(path.Replace('\\', '/'), Expression(Collapsed(pattern)), options, _matchTimeout);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    // "a/b/../c" is "a/c". ".." after a wildcard or a property stays and matches nothing.
    private static string Collapsed(string pattern)
    {
        var parts = new List<string>();
        foreach (var part in pattern.Split('/'))
        {
            if (
                part == ".."
                && parts.Count > 0
                && parts[^1].IndexOfAny(['*', '?', '$']) < 0
                && parts[^1] is not ("" or "..")
            )
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or "") || parts.Count == 0)
            {
                parts.Add(part);
            }
        }
        return string.Join('/', parts);
    }

    private static string Expression(string pattern)
    {
        var made = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern.AsSpan(i).StartsWith("**/", StringComparison.Ordinal))
            {
                made.Append("(?:.*/)?");
                i += 2;
            }
            else if (
                pattern.AsSpan(i).StartsWith("$(", StringComparison.Ordinal)
                && pattern.IndexOf(')', i) is var end and > 0
            )
            {
                made.Append(".*");
                i = end;
            }
            else
            {
                made.Append(
                    pattern[i] switch
                    {
                        '*' when pattern.AsSpan(i).StartsWith("**", StringComparison.Ordinal) => ".*",
                        '*' => "[^/]*",
                        '?' => "[^/]",
                        var other => Regex.Escape(other.ToString()),
                    }
                );
            }
        }
        return made.Append('$').ToString();
    }
}
