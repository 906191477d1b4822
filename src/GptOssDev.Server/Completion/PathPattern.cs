using System.Text;
using System.Text.RegularExpressions;

namespace GptOssDev.Server.Completion;

/// <summary>
/// A pattern for paths as git's ignore files write them: <c>*</c> and <c>?</c> stay within a name, <c>**</c> spans folders, a
/// pattern without a slash means a name anywhere, one that ends with a slash all that lies below. Immutable.
/// </summary>
internal sealed class PathPattern
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(50);
    private readonly Regex _regex;

    public PathPattern(string pattern)
    {
        var whole = pattern.Replace('\\', '/').TrimStart('/');
        if (whole.EndsWith('/'))
        {
            whole += "**";
        }
        if (
            !whole.TrimEnd('*').TrimEnd('/').Contains('/', StringComparison.Ordinal)
            && !whole.StartsWith("**/", StringComparison.Ordinal)
        )
        {
            whole = "**/" + whole;
        }
        _regex = new Regex(Translate(whole), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, _patience);
    }

    /// <param name="path">Relative, with forward slashes.</param>
    public bool Matches(string path) => _regex.IsMatch(path);

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
        {
            if (string.CompareOrdinal(pattern, at, "**/", 0, 3) == 0)
            {
                regex.Append("(.*/)?");
                at += 2;
            }
            else if (string.CompareOrdinal(pattern, at, "**", 0, 2) == 0)
            {
                regex.Append(".*");
                at++;
            }
            else
            {
                regex.Append(
                    pattern[at] switch
                    {
                        '*' => "[^/]*",
                        '?' => "[^/]",
                        char c => Regex.Escape(c.ToString()),
                    }
                );
            }
        }
        return regex.Append('$').ToString();
    }
}
