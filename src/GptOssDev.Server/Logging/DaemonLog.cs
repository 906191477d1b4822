using GptOssDev.Client.Settings;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Logging;

/// <summary>
/// The daemon's loggers over one <see cref="LogFile"/>. Their levels can be changed while they are in use. Thread-safe; owns the file.
/// </summary>
internal sealed class DaemonLog : ILoggerFactory
{
    private readonly LogFile _file;
    private readonly LoggerFactory _loggers;
    private volatile LogLevels _levels = LogLevels.Default;

    public DaemonLog(LogFile file)
    {
        _file = file;
        var options = new LoggerFilterOptions { MinLevel = LogLevel.Trace };
        options.Rules.Add(
            new LoggerFilterRule(
                null,
                null,
                null,
                (_, category, level) => _levels.Allow(LogCategory.Of(category), level)
            )
        );
        _loggers = new LoggerFactory([new FileLoggerProvider(file)], options);
    }

    /// <summary>The file's path, or why there is no log.</summary>
    public string State => _file.State;

    public void SetLevels(LogLevelSetting setting) => _levels = LogLevels.Of(setting);

    public ILogger CreateLogger(string categoryName) => _loggers.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => _loggers.AddProvider(provider);

    public void Dispose()
    {
        _loggers.Dispose();
        _file.Dispose();
    }
}
