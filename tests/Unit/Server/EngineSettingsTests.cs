using GptOssDev.Client.Settings;
using GptOssDev.Inference;
using GptOssDev.Llama;
using GptOssDev.Server.Models;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class EngineSettingsTests
{
    [Fact]
    public void Options_of_no_settings_are_the_machines() =>
        Assert.Equal(
            new EngineOptions(ContextTokens: 0, Sequences: 32, BatchTokens: 512, Threads: 6, GpuLayers: -1),
            Options()
        );

    [Fact]
    public void Options_of_settings_are_theirs() =>
        Assert.Equal(
            new EngineOptions(ContextTokens: 4096, Sequences: 32, BatchTokens: 128, Threads: 2, GpuLayers: 10)
            {
                CpuExpertLayers = 5,
                FlashAttention = FlashAttention.Enabled,
                KvType = KvType.Q8,
            },
            Options(
                (SettingKeys.ContextTokens, "4096"),
                (SettingKeys.BatchTokens, "128"),
                (SettingKeys.Threads, "2"),
                (SettingKeys.GpuLayers, "10"),
                (SettingKeys.CpuMoe, "5"),
                (SettingKeys.FlashAttention, "on"),
                (SettingKeys.KvType, "q8_0")
            )
        );

    [Theory]
    [InlineData("auto", null)]
    [InlineData("none", 0)]
    [InlineData("all", int.MaxValue)]
    [InlineData("12", 12)]
    public void Experts_of_a_word_are_its_layers(string word, int? expected) =>
        Assert.Equal(expected, Options((SettingKeys.CpuMoe, word)).CpuExpertLayers);

    [Fact]
    public void Every_kv_type_that_can_be_set_is_one_of_the_engines_and_shown_as_set() =>
        Assert.All(
            SettingKeys.KvType.Choices,
            word => Assert.Equal(word, EngineSettings.KvWord(Options((SettingKeys.KvType, word)).KvType))
        );

    private static EngineOptions Options(params (SettingKey Key, string Value)[] flags) =>
        EngineSettings.Options(
            ResolvedSettings.Resolve(
                new SettingsSources(null, null, _ => null) { Flags = flags.ToDictionary(f => f.Key, f => f.Value) }
            ),
            cores: 6
        );
}
