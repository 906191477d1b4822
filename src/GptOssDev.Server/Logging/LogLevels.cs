using GptOssDev.Client.Settings;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Logging;

/// <summary>Which levels are written, by category. Immutable.</summary>
internal sealed class LogLevels
{
    private readonly LogLevel _least;
    private readonly Dictionary<string, LogLevel> _categories;

    private LogLevels(LogLevel least, Dictionary<string, LogLevel> categories)
    {
        _least = least;
        _categories = categories;
    }

    public static LogLevels Default { get; } = new(LogLevel.Information, []);

    public static LogLevels Of(LogLevelSetting setting) =>
        new(Level(setting.Level), setting.Categories.ToDictionary(c => c.Key, c => Level(c.Value)));

    /// <param name="category">As <see cref="LogCategory.Of"/> gives it.</param>
    public bool Allow(string category, LogLevel? level) => level >= _categories.GetValueOrDefault(category, _least);

    private static LogLevel Level(string word) =>
        word switch
        {
            "error" => LogLevel.Error,
            "warning" => LogLevel.Warning,
            "info" => LogLevel.Information,
            "debug" => LogLevel.Debug,
            "trace" => LogLevel.Trace,
            _ => throw new ArgumentOutOfRangeException(nameof(word), word, null),
        };
}
