namespace GptOssDev.Features.Completion.Context;

/// <summary>The identifiers of a piece of code, to tell how much two pieces have in common. Pure.</summary>
internal static class IdentifierSet
{
    // One and two letters are loop variables and type parameters: they are everywhere.
    private const int MinLength = 3;

    public static HashSet<string> Of(ReadOnlySpan<char> text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }
            if (at - start >= MinLength && !char.IsDigit(text[start]))
            {
                names.Add(text[start..at].ToString());
            }
        }
        return names;
    }

    /// <summary>Shared identifiers by all identifiers (Jaccard's index), from 0 to 1.</summary>
    public static double Similarity(HashSet<string> one, HashSet<string> other)
    {
        if (one.Count == 0 || other.Count == 0)
        {
            return 0;
        }
        var shared = one.Count < other.Count ? one.Count(other.Contains) : other.Count(one.Contains);
        return (double)shared / (one.Count + other.Count - shared);
    }
}
