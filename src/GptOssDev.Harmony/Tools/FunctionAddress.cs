namespace GptOssDev.Harmony.Tools;

/// <summary>Tells which recipients are functions. Pure.</summary>
internal static class FunctionAddress
{
    private const string Prefix = FunctionNames.Namespace + ".";

    private static readonly string[] _gluedTypes = ["json", "code"];

    /// <summary>
    /// The function behind a recipient. With known tools it must be one of them, with or without the namespace;
    /// otherwise the namespace decides.
    /// </summary>
    public static bool TryResolve(string recipient, IReadOnlyCollection<string>? known, out string function)
    {
        var prefixed = recipient.StartsWith(Prefix, StringComparison.Ordinal);
        function = prefixed ? recipient[Prefix.Length..] : recipient;
        return known is null ? prefixed && function.Length > 0 : known.Contains(function);
    }

    /// <summary>Removes what models glue to a recipient, as far as that gives a known function.</summary>
    public static string Repair(string recipient, IReadOnlyCollection<string>? known)
    {
        var marker = recipient.IndexOf("<|", StringComparison.Ordinal);
        var cut = marker > 0 ? recipient[..marker] : recipient;
        if (known is null || TryResolve(cut, known, out _))
        {
            return cut;
        }
        foreach (var type in _gluedTypes)
        {
            var bare = cut.EndsWith(type, StringComparison.Ordinal) ? cut[..^type.Length] : cut;
            if (TryResolve(bare, known, out _))
            {
                return bare;
            }
        }
        return cut;
    }

    /// <summary>True for recipients that are no tool: the message is simply said.</summary>
    public static bool IsNobody(string? recipient) => recipient is null or "" or "assistant" or "all" or "user";
}
