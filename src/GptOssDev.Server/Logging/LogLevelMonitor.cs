using GptOssDev.Client;
using GptOssDev.Client.Settings;
using GptOssDev.Platform.Files;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Logging;

/// <summary>
/// Applies the user's setting <c>logLevel</c> again whenever the settings file has changed, so that a running daemon needs no restart.
/// A file that is broken leaves the levels as they are. Thread-safe.
/// </summary>
internal sealed class LogLevelMonitor : IDisposable
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(2);
    private readonly string _settingsFile;
    private readonly ClientEnvironment _environment;
    private readonly DaemonLog _log;
    private readonly ILogger<LogLevelMonitor> _logger;
    private readonly ITimer _timer;

    // Nothing yet: the file may have changed since the value was read.
    private FileStamp _stamp = FileStamp.Missing;
    private string _level;

    /// <param name="level">The setting's value that counts now.</param>
    public LogLevelMonitor(
        string settingsFile,
        ClientEnvironment environment,
        LogLevelSetting level,
        DaemonLog log,
        TimeProvider time
    )
    {
        _settingsFile = settingsFile;
        _environment = environment;
        _log = log;
        _logger = log.CreateLogger<LogLevelMonitor>();
        _level = level.ToString();
        log.SetLevels(level);
        _timer = time.CreateTimer(_ => Look(), null, _lookEvery, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var stamp = FileStamp.Of(_settingsFile);
        if (stamp != _stamp)
        {
            _stamp = stamp;
            Apply();
        }
        _timer.Change(_lookEvery, Timeout.InfiniteTimeSpan);
    }

    private void Apply()
    {
        try
        {
            var settings = ResolvedSettings.Resolve(new SettingsSources(_settingsFile, null, _environment.Read));
            var level = settings.LogLevel;
            _log.SetLevels(level);
            if (level.ToString() != _level)
            {
                _level = level.ToString();
                _logger.LogInformation("logLevel is {Level}", _level);
            }
        }
        catch (SettingsException broken)
        {
            _logger.LogWarning("logLevel stays {Level}: {Reason}", _level, broken.Message);
        }
    }
}
