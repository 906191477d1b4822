using System.Text;
using GptOssDev.Client.Settings;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gptoss-settings-");
    private readonly Dictionary<string, string> _variables = [];

    private string UserFile => Path.Combine(_folder.FullName, "config.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Sources_count_in_rising_precedence()
    {
        User("""{"effort": "low", "seed": 1, "temperature": 0.5, "idleExitSeconds": 7}""");
        Repository("""{"effort": "medium", "seed": 2}""");
        _variables["GPTOSS_EFFORT"] = "high";
        var flags = new Dictionary<SettingKey, string> { [SettingKeys.Seed] = "9" };

        var settings = Resolve(flags);

        Assert.Equal(
            ("high", 9, 0.5, TimeSpan.FromSeconds(7)),
            (settings.Effort, settings.Seed, settings.Temperature, settings.IdleExit)
        );
        Assert.Equal(SettingOrigin.Environment, settings.Get(SettingKeys.Effort).Origin);
        Assert.Equal(SettingOrigin.Flag, settings.Get(SettingKeys.Seed).Origin);
        Assert.Equal(SettingOrigin.UserFile, settings.Get(SettingKeys.Temperature).Origin);
        Assert.Equal(SettingOrigin.Default, settings.Get(SettingKeys.Threads).Origin);
        Assert.Null(settings.Model);
    }

    [Fact]
    public void Without_any_source_the_defaults_count()
    {
        var settings = Resolve();

        Assert.Equal((null, null, null, null), (settings.Model, settings.Effort, settings.Temperature, settings.Seed));
        Assert.Equal(
            (TimeSpan.FromSeconds(600), 0, -1, "info"),
            (settings.IdleUnload, settings.Threads, settings.GpuLayers, settings.LogLevel.ToString())
        );
        Assert.Empty(settings.Warnings);
    }

    [Theory]
    [InlineData("{\"effort\":\n \"low\",\n}", ":3:1")]
    [InlineData("{\"effort\" \"low\"}", ":1:11")]
    [InlineData("[1]", ":1:1")]
    [InlineData("{\"effort\": \"lazy\"}", ":1:12")]
    [InlineData("{\n  \"threads\": 1.5\n}", ":2:14")]
    [InlineData("{\"threads\": \"4\"}", ":1:13")]
    [InlineData("{\"effort\": null}", ":1:12")]
    [InlineData("{\"é\": 1, \"effort\": 3}", ":1:20")]
    [InlineData("{\"seed\": 1} {", ":1:13")]
    [InlineData("{\"seed\": 1", ":1:11")]
    public void Broken_file_is_one_line_with_line_and_column(string text, string place)
    {
        User(text);

        var problem = Assert.Throws<SettingsException>(() => Resolve());

        Assert.StartsWith(UserFile + place, problem.Message);
        Assert.DoesNotContain("\n", problem.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{}")]
    [InlineData("\uFEFF{\"effort\": \"low\"}")]
    public void Empty_file_and_byte_order_mark_are_fine(string text)
    {
        File.WriteAllText(UserFile, text, new UTF8Encoding(false));

        Assert.Empty(Resolve().Warnings);
    }

    [Fact]
    public void Huge_file_and_folder_are_refused()
    {
        User(new string(' ', 2 << 20) + "{}");
        Assert.Throws<SettingsException>(() => Resolve());
        File.Delete(UserFile);
        Directory.CreateDirectory(UserFile);
        Assert.Equal(SettingsFailure.FileAccess, Assert.Throws<SettingsException>(() => Resolve()).Reason);
    }

    [Fact]
    public void Unknown_key_is_passed_over_with_a_suggestion()
    {
        User("""{"efort": {"deep": [1]}, "seed": 3}""");

        var settings = Resolve();

        Assert.Equal(3, settings.Seed);
        Assert.Contains("did you mean 'effort'?", Assert.Single(settings.Warnings));
    }

    [Fact]
    public void Repository_may_set_nothing_that_is_the_users()
    {
        var all = SettingKeys.All.Where(key => key.UserOnly).Select(key => $"\"{key.Name}\": 1");
        Repository($"{{{string.Join(",", all)}, \"effort\": \"low\"}}");

        var settings = Resolve();

        Assert.Equal("low", settings.Effort);
        Assert.All(
            SettingKeys.All.Where(key => key.UserOnly),
            key => Assert.Equal(SettingOrigin.Default, settings.Get(key).Origin)
        );
        Assert.Equal(SettingKeys.All.Count(key => key.UserOnly), settings.Warnings.Count);
    }

    [Theory]
    [InlineData("gpt-oss-20b", true)]
    [InlineData("../evil", false)]
    [InlineData("/tmp/evil.gguf", false)]
    [InlineData("evil.gguf", false)]
    [InlineData("C:\\\\evil", false)]
    [InlineData("~/evil", false)]
    public void Repository_may_name_a_model_but_give_no_path(string model, bool isAllowed)
    {
        Repository($"{{\"model\": \"{model}\"}}");

        if (isAllowed)
        {
            Assert.Equal(model, Resolve().Model);
        }
        else
        {
            Assert.Contains("not a name", Assert.Throws<SettingsException>(() => Resolve()).Message);
        }
    }

    [Fact]
    public void Bad_variable_is_named()
    {
        _variables["GPTOSS_IDLE_UNLOAD_SECONDS"] = "soon";

        var problem = Assert.Throws<SettingsException>(() => Resolve());

        Assert.Contains("GPTOSS_IDLE_UNLOAD_SECONDS: 'soon' is not a whole number", problem.Message);
    }

    [Theory]
    [InlineData("GPTOSS_THREADS", "-1", "'-1' is not between 0 and 512")]
    [InlineData("GPTOSS_THREADS", "100000", "'100000' is not between 0 and 512")]
    [InlineData("GPTOSS_KV_TYPE", "q9", "'q9' is none of f16, bf16, f32, q8_0, q4_0")]
    [InlineData("GPTOSS_FLASH_ATTENTION", "maybe", "'maybe' is none of auto, on, off")]
    [InlineData("GPTOSS_CPU_MOE", "some", "'some' is none of auto, all, none, and no whole number")]
    [InlineData("GPTOSS_CPU_MOE", "-3", "'-3' is not between 0 and 10000")]
    [InlineData("GPTOSS_BATCH_TOKENS", "1000000", "'1000000' is not between 0 and 8192")]
    [InlineData("GPTOSS_CONTEXT_TOKENS", "-5", "'-5' is not between 0 and 1048576")]
    [InlineData("GPTOSS_GPU_LAYERS", "-2", "'-2' is not between -1 and 10000")]
    public void Bad_value_of_what_costs_memory_is_one_line(string variable, string value, string expected)
    {
        _variables[variable] = value;

        var problem = Assert.Throws<SettingsException>(() => Resolve());

        Assert.Equal($"the variable {variable}: {expected}", problem.Message);
    }

    [Theory]
    [InlineData("\"ALL\"", "all")]
    [InlineData("12", "12")]
    [InlineData("\"12\"", "12")]
    public void Choice_or_number_is_either_in_a_file(string json, string expected)
    {
        User($"{{\"cpuMoe\": {json}}}");

        Assert.Equal(expected, Resolve().CpuMoe);
    }

    [Fact]
    public void Set_keeps_everything_else_and_null_takes_away()
    {
        User("""{"effort": "low", "later": [1, 2]}""");

        SettingsFile.Set(UserFile, SettingKeys.Threads, "4");
        SettingsFile.Set(UserFile, SettingKeys.Effort, null);

        Assert.Equal(
            "{\n  \"later\": [\n    1,\n    2\n  ],\n  \"threads\": 4\n}\n",
            File.ReadAllText(UserFile).ReplaceLineEndings("\n")
        );
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Set_in_a_broken_file_leaves_it()
    {
        User("{\"effort\": ");

        Assert.Throws<SettingsException>(() => SettingsFile.Set(UserFile, SettingKeys.Threads, "4"));
        Assert.Equal("{\"effort\": ", File.ReadAllText(UserFile));
    }

    [Fact]
    public void Trust_is_for_one_folder_and_survives_a_broken_file()
    {
        var file = Path.Combine(_folder.FullName, "state", "trust.json");
        var store = new TrustStore(file);
        store.Set(_folder.FullName, true);

        Assert.True(new TrustStore(file).Find(_folder.FullName + Path.DirectorySeparatorChar));
        Assert.Null(store.Find(Path.Combine(_folder.FullName, "nested")));
        Assert.Equal([_folder.FullName], store.Trusted());
        store.Set(_folder.FullName, null);
        Assert.Null(store.Find(_folder.FullName));
        File.WriteAllText(file, "{\"a\": ");
        Assert.Null(store.Find(_folder.FullName));
    }

    [Theory]
    [InlineData("statsu", "status")]
    [InlineData("exlpain", "explain")]
    [InlineData("rev", "review")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void Suggestion_finds_what_was_meant(string typed, string? meant) =>
        Assert.Equal(meant, Suggestion.Closest(typed, ["status", "explain", "review", "ask"]));

    private void User(string text) => File.WriteAllText(UserFile, text);

    private void Repository(string text) =>
        File.WriteAllText(Path.Combine(_folder.FullName, SettingsFile.RepositoryFileName), text);

    private ResolvedSettings Resolve(Dictionary<SettingKey, string>? flags = null) =>
        ResolvedSettings.Resolve(
            new SettingsSources(UserFile, _folder.FullName, name => _variables.GetValueOrDefault(name))
            {
                Flags = flags ?? [],
            }
        );
}
