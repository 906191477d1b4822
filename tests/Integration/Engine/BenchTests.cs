using System.Text.Json;
using GptOssDev.Tests.Integration.Program;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Engine;

/// <summary><c>gptoss bench</c> and the engine's settings over the real program and daemon.</summary>
public sealed class BenchTests
{
    [Fact]
    public async Task Bench_of_a_model_has_every_figure_and_status_tells_how_it_lies()
    {
        await using var world = new ProgramWorld(("GPTOSS_KV_TYPE", "q8_0"), ("GPTOSS_BATCH_TOKENS", "128"));
        var path = TinyGptOss.Write(world.Work, new TinyGptOssOptions { ContextLength = 4096 });

        var run = await world.RunAsync("bench", "--json", "--model", path);

        run.AssertCode(0);
        foreach (
            var figure in (string[])
                ["prefillTokensPerSecond", "decodeTokensPerSecond", "coldFirstTokenMs", "suggestionMs", "loadMs"]
        )
        {
            Assert.True(run.Json.GetProperty(figure).GetDouble() > 0, figure);
        }
        Assert.Equal((512, 1500), (Int(run.Json, "promptTokens"), Int(run.Json, "longPromptTokens")));
        var status = await world.StatusAsync();
        var model = status.GetProperty("model");
        Assert.Equal("q8_0", model.GetProperty("kvType").GetString());
        Assert.True(model.GetProperty("flashAttention").GetBoolean());
        Assert.Equal((128, 1, 0), (Int(model, "batchTokens"), Int(model, "threads"), Int(model, "cpuExpertLayers")));
        var host = status.GetProperty("memory").GetProperty("model");
        Assert.All(
            ["weightBytes", "kvBytes", "computeBytes"],
            (string part) => Assert.True(host.GetProperty(part).GetInt64() > 0, part)
        );
        Assert.Equal(0, Int(status.GetProperty("queue"), "requests"));
    }

    [Theory]
    [InlineData(3, "needs flash attention", "GPTOSS_KV_TYPE", "q8_0", "GPTOSS_FLASH_ATTENTION", "off")]
    [InlineData(2, "'q9' is none of f16", "GPTOSS_KV_TYPE", "q9", null, null)]
    public async Task Settings_that_cannot_be_are_one_line(
        int code,
        string says,
        string name,
        string value,
        string? name2,
        string? value2
    )
    {
        await using var world = new ProgramWorld((name, value), (name2 ?? "GPTOSS_SEED", value2 ?? "1"));
        var path = TinyGptOss.Write(world.Work, new TinyGptOssOptions());

        (await world.RunAsync("bench", "--quiet", "--model", path)).AssertOneLine(code, says);
    }

    [Theory]
    [InlineData(
        "GPTOSS_CONTEXT_TOKENS",
        "100000",
        "contextTokens 100000 is more than tiny was trained on: 512 are used"
    )]
    [InlineData("GPTOSS_GPU_LAYERS", "20", "gpuLayers 20 has no effect")]
    public async Task Setting_that_cannot_be_followed_is_noted_once(string name, string value, string says)
    {
        await using var world = new ProgramWorld((name, value));
        var path = TinyGptOss.Write(world.Work, new TinyGptOssOptions());

        var first = await world.RunAsync("bench", "--model", path);
        var second = await world.RunAsync("bench", "--model", path);

        first.AssertCode(0);
        Assert.Contains("note: " + says, first.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(says, second.Errors, StringComparison.Ordinal);
        var status = await world.StatusAsync();
        Assert.StartsWith(says, status.GetProperty("model").GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
