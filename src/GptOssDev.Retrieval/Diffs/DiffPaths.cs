using System.Text;

namespace GptOssDev.Retrieval.Diffs;

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
        // Without quotes a path may hold spaces; both halves name one file unless a rename header tells better.
        var middle = fields.Length / 2;
        if (fields.Length % 2 == 1 && fields[middle] == ' ' && Strip(fields[..middle]) == Strip(fields[(middle + 1)..]))
        {
            return (fields[..middle], fields[(middle + 1)..]);
        }
        var parts = fields.Split(' ');
        return parts.Length == 2 ? (parts[0], parts[1]) : null;
    }

    /// <summary>The path without its a/ or b/.</summary>
    public static string Strip(string path) =>
        path.Length > 2 && path[1] == '/' && path[0] is 'a' or 'b' or 'i' or 'w' or 'c' or 'o' ? path[2..] : path;

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
