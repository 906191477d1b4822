namespace GptOssDev.Client.Settings;

/// <summary>
/// A value of the setting <c>logLevel</c>: the level of the daemon's log, and others for its parts, such as <c>info,llama=debug</c>.
/// Immutable.
/// </summary>
/// <param name="Level">One of <see cref="Levels"/>.</param>
/// <param name="Categories">Levels of single categories.</param>
public sealed record LogLevelSetting(string Level, IReadOnlyDictionary<string, string> Categories)
{
    /// <summary>From the fewest lines to the most.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["error", "warning", "info", "debug", "trace"];

    /// <summary>The parts of the daemon that write into its log, as its lines name them.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["host", "llama", "logging", "models", "rpc", "stats"];

    /// <returns>What is wrong with the text, as the second half of a sentence ("is not …"); null when it is good.</returns>
    public static string? Parse(string text, out LogLevelSetting setting)
    {
        var level = "info";
        var categories = new SortedDictionary<string, string>(StringComparer.Ordinal);
        setting = new LogLevelSetting(level, categories);
        var isLevelGiven = false;
        foreach (var rule in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = rule.Split('=', 2, StringSplitOptions.TrimEntries);
            if (Word(Levels, parts[^1]) is not { } found)
            {
                return $"contains '{parts[^1]}', which is none of {string.Join(", ", Levels)}";
            }

            if (parts.Length == 1)
            {
                if (isLevelGiven)
                {
                    return "has two levels without a category";
                }

                (level, isLevelGiven) = (found, true);
            }
            else if (Word(Parts, parts[0]) is { } category)
            {
                categories[category] = found;
            }
            else
            {
                return $"contains the category '{parts[0]}', which is none of {string.Join(", ", Parts)}";
            }
        }

        setting = new LogLevelSetting(level, categories);
        return null;
    }

    public override string ToString() => string.Join(',', Categories.Select(c => $"{c.Key}={c.Value}").Prepend(Level));

    private static string? Word(IReadOnlyList<string> words, string text) =>
        words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
}
