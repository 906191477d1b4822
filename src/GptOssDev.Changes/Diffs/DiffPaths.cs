using System.Text;

namespace GptOssDev.Changes.Diffs;

/// <summary>Paths in diff headers: quoting, prefixes, time stamps.</summary>
internal static class DiffPaths
{
    public const string Nowhere = "/dev/null";

    /// <summary>The path of a header: unquoted, or up to a tab where older tools put a time. Null when the quoting is broken.</summary>
    public static string? Read(string field)
    {
        if (field.StartsWith('"'))
        {
            return Unquote(field, out _);
        }
        var tab = field.IndexOf('\t', StringComparison.Ordinal);
        return tab < 0 ? field : field[..tab];
    }

    /// <summary>Both paths of a <c>diff --git</c> line; null when they cannot be told apart.</summary>
    public static (string Old, string New)? ReadPair(string fields)
    {
        if (fields.StartsWith('"'))
        {
            var old = Unquote(fields, out var end);
            var rest = end < fields.Length ? fields[end..].TrimStart(' ') : "";
            return old is not null && Read(rest) is { Length: > 0 } now ? (old, now) : null;
        }
        var quote = fields.IndexOf(" \"", StringComparison.Ordinal);
        if (quote > 0)
        {
            return Unquote(fields[(quote + 1)..], out _) is { } now ? (fields[..quote], now) : null;
        }
        // Without quotes a path may hold spaces; both halves name one file unless a rename header says otherwise.
        (string Old, string New)? best = null;
        var longest = 0;
        for (var at = fields.IndexOf(' ', StringComparison.Ordinal); at >= 0; at = fields.IndexOf(' ', at + 1))
        {
            var (old, now) = (fields[..at], fields[(at + 1)..]);
            if (Common(old, now) is { } common && common.Length > longest)
            {
                (best, longest) = ((old, now), common.Length);
            }
        }
        var parts = fields.Split(' ');
        return best ?? (parts.Length == 2 ? (parts[0], parts[1]) : null);
    }

    /// <summary>
    /// Both paths without their prefixes. What both sides end with names the file, so that any prefixes and none are read; a path that
    /// changed keeps all but git's usual letters.
    /// </summary>
    public static (string Old, string New) Strip(string old, string now) =>
        old == now ? (old, now)
        : Common(old, now) is { } common ? (common, common)
        : HasLetter(old) && HasLetter(now) ? (old[2..], now[2..])
        : (old, now);

    /// <summary>The path of a file that is on one side alone.</summary>
    /// <param name="prefix">What stands before the paths of that side elsewhere in the patch; null when the patch does not show it.</param>
    public static string StripOne(string path, string? prefix) =>
        prefix is null
            ? HasLetter(path)
                ? path[2..]
                : path
            : path.StartsWith(prefix, StringComparison.Ordinal)
                ? path[prefix.Length..]
                : path;

    private static bool HasLetter(string path) =>
        path.Length > 2 && path[1] == '/' && path[0] is 'a' or 'b' or 'i' or 'w' or 'c' or 'o';

    /// <summary>The whole segments that two paths end with; null when they end differently.</summary>
    private static string? Common(string old, string now)
    {
        var most = Math.Min(old.Length, now.Length);
        var same = 0;
        while (same < most && old[^(same + 1)] == now[^(same + 1)])
        {
            same++;
        }
        if (same == old.Length && same == now.Length)
        {
            return old;
        }
        // A segment that is only partly the same is another one.
        var start = old.Length - same;
        while (start < old.Length && !(IsStart(old, start) && IsStart(now, now.Length - (old.Length - start))))
        {
            start++;
        }
        return start < old.Length ? old[start..] : null;
    }

    private static bool IsStart(string path, int at) => at == 0 || path[at - 1] == '/';

    /// <summary>True for a path that stays inside the folder it is relative to.</summary>
    public static bool StaysInside(string path) =>
        path.Length > 0
        && path[0] is not ('/' or '\\')
        && !(path.Length > 1 && path[1] == ':')
        && !path.Contains('\0', StringComparison.Ordinal)
        && !path.Split('/', '\\').Contains("..");

    private static string? Unquote(string text, out int end)
    {
        var bytes = new List<byte>();
        end = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                end = i + 1;
                return Encoding.UTF8.GetString([.. bytes]);
            }
            if (text[i] != '\\')
            {
                // A surrogate pair is one character of two units.
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
            }
            else if (!Escape(text, ref i, bytes))
            {
                return null;
            }
        }
        return null;
    }

    private static bool Escape(string text, ref int i, List<byte> bytes)
    {
        if (++i >= text.Length)
        {
            return false;
        }
        const string names = "abtnvfr\"\\";
        const string values = "\a\b\t\n\v\f\r\"\\";
        var known = names.IndexOf(text[i], StringComparison.Ordinal);
        if (known >= 0)
        {
            bytes.Add((byte)values[known]);
            return true;
        }
        if (i + 2 >= text.Length || !text.AsSpan(i, 3).ToString().All(c => c is >= '0' and <= '7'))
        {
            return false;
        }
        bytes.Add((byte)(((text[i] - '0') << 6) | ((text[i + 1] - '0') << 3) | (text[i + 2] - '0')));
        i += 2;
        return true;
    }
}
