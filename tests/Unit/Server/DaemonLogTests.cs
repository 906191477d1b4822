using System.Reflection;
using GptOssDev.Client;
using GptOssDev.Client.Settings;
using GptOssDev.Platform.Files;
using GptOssDev.Server;
using GptOssDev.Server.Logging;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Stats;
using GptOssDev.Tests.Unit.Server.Editors;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class DaemonLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly DaemonLog _log;

    public DaemonLogTests() => _log = new DaemonLog(new LogFile(_folder.Path, "d", new LogLimits(), _time));

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Event_names_its_level_and_the_part_of_the_daemon()
    {
        _log.CreateLogger<DaemonHost>().LogInformation("listening at {Endpoint}", "here");
        _log.CreateLogger<StatsStore>().LogWarning("careful");
        _log.CreateLogger(LogCategory.Llama).LogError("{Line}", "a {brace} of the native side");
        Assert.Equal(
            ["info host: listening at here", "warn stats: careful", "error llama: a {brace} of the native side"],
            Lines()
        );
    }

    [Fact]
    public void Exception_follows_its_event_with_the_stack_indented()
    {
        try
        {
            throw new InvalidCastException("why");
        }
        catch (InvalidCastException e)
        {
            _log.CreateLogger<ErrorMapper>().LogError(e, "{Method} failed", "test");
        }
        var lines = Lines();
        Assert.Equal("error rpc: test failed: System.InvalidCastException: why", lines[0]);
        Assert.StartsWith("   at ", lines[1]);
    }

    [Theory]
    [InlineData("error", "error")]
    [InlineData("warning", "warn error")]
    [InlineData("info", "info warn error")]
    [InlineData("debug", "debug info warn error")]
    [InlineData("trace", "trace debug info warn error")]
    [InlineData("error,host=debug", "debug info warn error")]
    [InlineData("trace,host=error", "error")]
    [InlineData("error,llama=trace", "error")]
    public void Level_decides_what_is_written(string setting, string expected)
    {
        _log.SetLevels(Level(setting));
        var logger = _log.CreateLogger<DaemonHost>();
        foreach (var level in Enum.GetValues<LogLevel>().Where(level => level < LogLevel.Critical))
        {
            logger.Log(level, "x");
        }
        Assert.Equal(expected, string.Join(' ', Lines().Select(line => line.Split(' ')[0])));
    }

    [Fact]
    public void Changed_setting_counts_for_loggers_that_are_in_use()
    {
        var file = _folder.File("config.json");
        var logger = _log.CreateLogger<DaemonHost>();
        using var watch = new LogLevelMonitor(file, Environment(), Level("info"), _log, _time);
        logger.LogDebug("one");
        Set("""{"logLevel": "info,host=debug"}""");
        logger.LogDebug("two");
        Set("""{"logLevel": "loud"}""");
        logger.LogDebug("three");
        Set("{}");
        logger.LogDebug("four");
        Assert.Equal(
            [
                "info logging: logLevel is info,host=debug",
                "debug host: two",
                "warn logging: logLevel stays info,host=debug",
                "debug host: three",
                "info logging: logLevel is info",
            ],
            Lines().Select(line => line.Split(": " + file)[0])
        );

        void Set(string text)
        {
            File.WriteAllText(file, text);
            _time.Advance(TimeSpan.FromSeconds(3));
        }
    }

    [Fact]
    public async Task Log_holds_no_text_of_documents_and_requests_at_any_level()
    {
        const string Secret = "hunter2";
        await using var world = new EditorWorld($$"""{"rules":[{"answer":"{{Secret}}"}]}""");
        world.Log.SetLevels(Level("trace"));
        await world.OpenAsync($"class {Secret} {{ }}");
        var workspace = $$$"""{"root":{{{EditorWorld.Json(world.Root)}}}}""";
        await world.RequestAsync("gptoss/ask", $$"""{"question":"{{Secret}}","workspace":{{workspace}} }""");
        await world.FailAsync("gptoss/ask", $$$"""{"question":{"{{{Secret}}}":1} }""");
        await world.FailAsync(
            "gptoss/ask",
            $$"""{"question":"?","files":[{"path":"{{Secret}}.cs"}],"workspace":{{workspace}} }"""
        );
        var text = Read(world.Log);
        Assert.Contains("client 1: gptoss/ask took ", text);
        Assert.DoesNotContain(Secret, text);
    }

    [Fact]
    public void Every_logger_of_the_server_has_a_category_that_the_setting_knows()
    {
        var categories = typeof(DaemonHost)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            )
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.ParameterType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>))
            .Select(type => LogCategory.Of(type.GenericTypeArguments[0].FullName))
            .Concat([LogCategory.Of(typeof(DaemonHost).FullName), LogCategory.Of(typeof(LogLevelMonitor).FullName)])
            .Append(LogCategory.Llama)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(categories.Union(["models"]).Order(StringComparer.Ordinal), LogLevelSetting.Parts);
    }

    [Theory]
    [InlineData("Debug", "debug")]
    [InlineData(" info , Llama = DEBUG,stats=error", "info,llama=debug,stats=error")]
    [InlineData("llama=debug", "info,llama=debug")]
    public void Setting_is_kept_in_one_form(string text, string expected)
    {
        Assert.Null(SettingKeys.LogLevel.Normalize(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("", "is none of error, warning, info, debug, trace")]
    [InlineData("loud", "is none of error, warning, info, debug, trace")]
    [InlineData("info,debug", "two levels")]
    [InlineData("info,", "is none of")]
    [InlineData("info,network=debug", "none of host, ")]
    [InlineData("info,llama=", "is none of")]
    public void Bad_setting_is_one_line(string text, string problem) =>
        Assert.Contains(problem, SettingKeys.LogLevel.Normalize(text, out _));

    private static ClientEnvironment Environment() =>
        new()
        {
            Variable = _ => null,
            Platform = HostPlatform.Linux,
            TempFolder = "/tmp",
            UserName = "test",
        };

    private static LogLevelSetting Level(string text)
    {
        Assert.Null(LogLevelSetting.Parse(text, out var setting));
        return setting;
    }

    private List<string> Lines() =>
        [
            .. Read(_log)
                .TrimEnd('\n')
                .Split('\n')
                .Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line[25..]),
        ];

    private static string Read(DaemonLog log)
    {
        using var reader = new StreamReader(
            new FileStream(log.State, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
        );
        return reader.ReadToEnd();
    }
}
