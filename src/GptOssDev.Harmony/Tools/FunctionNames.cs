using System.Text;
using GptOssDev.Harmony.Parsing;

namespace GptOssDev.Harmony.Tools;

/// <summary>
/// Maps function names to identifiers that a model writes reliably, and back. Immutable; a map belongs to one set of
/// functions. Rule: space, hyphen and dot become an underscore, other characters are dropped, a leading digit gets an
/// underscore before it, and equal results are told apart by a number.
/// </summary>
public sealed class FunctionNames
{
    /// <summary>The namespace in which functions are offered.</summary>
    public const string Namespace = "functions";

    private readonly Dictionary<string, string> _toModel = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _toCaller = new(StringComparer.Ordinal);

    /// <summary>Maps the names in their order; a name given twice is mapped once.</summary>
    public FunctionNames(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
        {
            if (_toModel.ContainsKey(name))
            {
                continue;
            }
            var wanted = ToIdentifier(name);
            var free = wanted;
            for (var suffix = 2; _toCaller.ContainsKey(free); suffix++)
            {
                free = $"{wanted}_{suffix}";
            }
            _toModel.Add(name, free);
            _toCaller.Add(free, name);
        }
    }

    /// <summary>The identifiers, as a parser's <see cref="ParserOptions.KnownTools"/>.</summary>
    public IReadOnlyCollection<string> Identifiers => _toCaller.Keys;

    /// <summary>The address of a function in a message header.</summary>
    public static string Address(string function) => $"{Namespace}.{function}";

    /// <summary>The identifier for a name of this map; null for any other name.</summary>
    public string? ForModel(string name) => _toModel.GetValueOrDefault(name);

    /// <summary>The name behind an identifier a model wrote; null when it is none of this map's.</summary>
    public string? ForCaller(string identifier) => _toCaller.GetValueOrDefault(identifier);

    private static string ToIdentifier(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            if (c is ' ' or '-' or '.')
            {
                text.Append('_');
            }
            else if (char.IsAsciiLetterOrDigit(c) || c is '_' or '$')
            {
                text.Append(c);
            }
        }
        if (text.Length == 0)
        {
            return "unnamed";
        }
        return char.IsAsciiDigit(text[0]) ? text.Insert(0, '_').ToString() : text.ToString();
    }
}
