using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Logging;

/// <summary>Writes log events into the daemon's log file, a line with level, category and text for each. Thread-safe.</summary>
internal sealed class FileLoggerProvider(LogFile file) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new FileLogger(file, LogCategory.Of(categoryName));

    public void Dispose()
    {
        // The file belongs to the daemon's log.
    }

    private sealed class FileLogger(LogFile file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var text = formatter(state, exception);
            file.Write(Word(logLevel), category, exception is null ? text : $"{text}: {exception}");
        }

        private static string Word(LogLevel level) =>
            level switch
            {
                LogLevel.Trace => "trace",
                LogLevel.Debug => "debug",
                LogLevel.Information => "info",
                LogLevel.Warning => "warn",
                _ => "error",
            };
    }
}
