using System.Globalization;
using System.Text;

namespace GptOssDev.Features.Refactor;

/// <summary>Writes a path into the head of a unified diff as git does.</summary>
internal static class GitPath
{
    private const string Letters = "\a\b\t\n\v\f\r";
    private const string Escapes = "abtnvfr";

    /// <param name="side"><c>a</c> or <c>b</c>.</param>
    /// <param name="path">With forward slashes. An absolute one is named from the root of the file system.</param>
    public static string Of(char side, string path)
    {
        var name = $"{side}/{path.TrimStart('/')}";
        if (!name.AsSpan().ContainsAny("\"\\") && !name.Any(char.IsControl))
        {
            // Without the tab what follows a blank would be taken for a date.
            return name.Contains(' ') ? name + "\t" : name;
        }
        var quoted = new StringBuilder("\"");
        foreach (var c in name)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\').Append(c);
            }
            else if (Letters.IndexOf(c) is var letter and >= 0)
            {
                quoted.Append('\\').Append(Escapes[letter]);
            }
            else if (char.IsControl(c))
            {
                foreach (var octet in Encoding.UTF8.GetBytes([c]))
                {
                    quoted.Append(CultureInfo.InvariantCulture, $"\\{Convert.ToString(octet, 8).PadLeft(3, '0')}");
                }
            }
            else
            {
                quoted.Append(c);
            }
        }
        return quoted.Append('"').ToString();
    }
}
