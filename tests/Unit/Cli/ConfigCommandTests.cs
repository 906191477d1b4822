using GptOssDev.Cli;
using GptOssDev.Client.Settings;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Set_get_and_unset_go_round()
    {
        Assert.Equal(ExitCodes.Done, (await _cli.RunAsync("config", "set", "effort", "HIGH")).ExitCode);
        Assert.Equal("high\n", (await _cli.RunAsync("config", "get", "effort")).Out);
        Assert.Equal("low\n", (await _cli.RunAsync("config", "get", "effort", "--effort", "low")).Out);
        await _cli.RunAsync("config", "unset", "effort");
        Assert.Equal("\n", (await _cli.RunAsync("config", "get", "effort")).Out);
    }

    [Fact]
    public async Task Path_is_the_users_file()
    {
        var run = await _cli.RunAsync("config", "path");

        Assert.Equal(UserFiles.Settings(_cli.Connector.Folders) + "\n", run.Out);
    }

    [Fact]
    public async Task List_tells_value_and_origin_of_every_setting()
    {
        _cli.Write(".gptoss.json", """{"effort": "low"}""");
        await _cli.RunAsync("config", "set", "trust", ".");

        var run = await _cli.RunAsync("config", "list", "--json");

        var settings = run
            .Json.GetProperty("settings")
            .EnumerateArray()
            .ToDictionary(one => one.GetProperty("name").GetString()!);
        Assert.Equal(SettingKeys.All.Select(key => key.Name), settings.Keys);
        Assert.Equal("repository", settings["effort"].GetProperty("origin").GetString());
        Assert.Equal(_cli.Work, settings["trust"].GetProperty("value").GetString());
        var table = await _cli.RunAsync("config", "list");
        Assert.Matches("idleUnloadSeconds +600 +default", table.Out);
    }

    [Theory]
    [InlineData("config", "get", "efort")]
    [InlineData("config", "set", "effort", "none")]
    [InlineData("config", "set", "threads", "-4")]
    [InlineData("config", "set", "trust", "nowhere")]
    [InlineData("config", "unset", "trust")]
    [InlineData("config", "set", "effort")]
    [InlineData("config")]
    public async Task Bad_key_or_value_is_bad_input(params string[] arguments)
    {
        var run = await _cli.RunAsync(arguments);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.NotEmpty(run.OneErrorLine);
        Assert.False(File.Exists(UserFiles.Settings(_cli.Connector.Folders)));
    }

    [Fact]
    public async Task Broken_settings_stop_a_command_with_one_line()
    {
        _cli.Write(".gptoss.json", "{\"effort\":");
        _cli.Write("a.cs", "x");

        var run = await _cli.RunAsync("complete", "a.cs:1:1");

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(".gptoss.json:1:11: this is not JSON", run.OneErrorLine);
    }
}
