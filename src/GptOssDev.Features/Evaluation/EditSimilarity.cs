namespace GptOssDev.Features.Evaluation;

/// <summary>How alike two texts are: 1 less their Levenshtein distance by the longer one's length. Pure.</summary>
internal static class EditSimilarity
{
    // Longer texts are compared by their beginnings: the distance costs the product of the lengths.
    private const int MaxLength = 2000;

    public static double Of(string one, string other)
    {
        var left = one.Length > MaxLength ? one[..MaxLength] : one;
        var right = other.Length > MaxLength ? other[..MaxLength] : other;
        var longer = Math.Max(left.Length, right.Length);
        return longer == 0 ? 1 : 1 - ((double)Distance(left, right) / longer);
    }

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[right.Length];
    }
}
