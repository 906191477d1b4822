namespace GptOssDev.Client.Settings;

/// <summary>Finds the word someone meant when they mistyped one. Pure.</summary>
public static class Suggestion
{
    /// <summary>
    /// The candidate with the fewest edits (insertions, deletions, replacements, swaps of neighbours; the optimal string
    /// alignment distance), letter case aside; null when every one is further than a third of the word's length.
    /// </summary>
    public static string? Closest(string word, IEnumerable<string> candidates)
    {
        const int Longest = 64;
        if (word.Length is 0 or > Longest)
        {
            return null;
        }

        string? best = null;
        var limit = Math.Max(1, (word.Length + 1) / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (candidate.Length > Longest)
            {
                continue;
            }

            var isStart = word.Length >= 3 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);
            var distance = isStart ? 0 : Distance(word, candidate);
            if (distance < limit)
            {
                best = candidate;
                limit = distance;
            }
        }

        return best;
    }

    private static int Distance(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var same = Same(left[row - 1], right[column - 1]);
                var cost = Math.Min(Math.Min(last[column], current[column - 1]) + 1, last[column - 1] + (same ? 0 : 1));
                var swapped =
                    row > 1
                    && column > 1
                    && Same(left[row - 1], right[column - 2])
                    && Same(left[row - 2], right[column - 1]);
                current[column] = swapped ? Math.Min(cost, beforeLast[column - 2] + 1) : cost;
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
