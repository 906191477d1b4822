using GptOssDev.Client;
using GptOssDev.Contracts;
using GptOssDev.Llama;
using GptOssDev.Tests.Integration.Daemon;
using GptOssDev.Tests.Integration.Llama;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Engine;

/// <summary>Bare continuations over the wire of real daemons, against a plain loop of decodes in this process.</summary>
public sealed class GenerateTests(NativeFixture native) : IDisposable
{
    private const int Prompts = 200;
    private const int Tokens = 24;

    // One thread: the native threads spin for each other, which a busy machine turns into minutes.
    private static readonly (string, string?)[] _oneThread = [("GPTOSS_THREADS", "1")];

    // All experts are used: choosing among them turns the smallest rounding into another answer.
    private static readonly TinyGptOssOptions _model = new()
    {
        Layers = 3,
        ContextLength = 4096,
        ExpertsUsed = 4,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-generate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Greedy_output_of_random_prompts_equals_a_plain_loop_of_decode(bool isPrivate)
    {
        var path = TinyGptOss.Write(_folder, _model);
        var prompts = PlainLoop.RandomPrompts(Prompts);
        var answers = new List<GenerateResult>();
        await using (var world = new DaemonWorld(_oneThread))
        {
            await using var client = await ConnectAsync(world, isPrivate);
            foreach (var prompt in prompts)
            {
                answers.Add(await GenerateAsync(client, Of(path, prompt, Tokens)));
            }
            Assert.Single(world.Processes());
        }

        using var model = LlamaModel.Load(native.Library, path, new ModelLoadOptions());
        for (var i = 0; i < prompts.Count; i++)
        {
            Assert.True(
                PlainLoop.Tokens(model, prompts[i], Tokens).SequenceEqual(answers[i].Tokens),
                $"prompt {i} of {prompts[i].Length} tokens"
            );
            Assert.Equal(("length", prompts[i].Length), (answers[i].FinishReason, answers[i].Timings.PromptTokens));
        }
    }

    [Fact]
    public async Task Text_prompt_equals_its_tokens_and_a_seed_repeats()
    {
        var path = TinyGptOss.Write(_folder, _model);
        await using var world = new DaemonWorld(_oneThread);
        await using var client = await ConnectAsync(world, isPrivate: true);
        var text = await GenerateAsync(
            client,
            new GenerateParams(Prompt: "AB", MaxTokens: 8, Options: new GenerationOptions(Model: path))
        );
        var ids = await GenerateAsync(client, Of(path, [65, 66], 8));
        Assert.Equal(ids.Tokens, text.Tokens);
        Assert.Equal(2, text.Timings.PromptTokens);

        var random = Of(path, [65, 66], 8) with { Options = new GenerationOptions(path, Seed: 7, Temperature: 1.5) };
        Assert.Equal((await GenerateAsync(client, random)).Tokens, (await GenerateAsync(client, random)).Tokens);
    }

    [Fact]
    public async Task Prompt_that_fills_the_context_ends_there()
    {
        var path = TinyGptOss.Write(_folder, _model with { ContextLength = 256 });
        await using var world = new DaemonWorld(_oneThread);
        await using var client = await ConnectAsync(world, isPrivate: true);
        var result = await GenerateAsync(client, Of(path, [.. Enumerable.Repeat(65, 250)], 100));
        Assert.Equal("context-full", result.FinishReason);
        Assert.InRange(result.Tokens.Count, 1, 7);
    }

    [Fact]
    public async Task Bad_requests_are_one_line_each_and_the_next_good_one_is_answered()
    {
        var path = TinyGptOss.Write(_folder, _model with { ContextLength = 256 });
        await using var world = new DaemonWorld(_oneThread);
        await using var client = await ConnectAsync(world, isPrivate: true);
        var good = Of(path, [65], 1);
        (GenerateParams Params, string Says)[] bad =
        [
            (good with { Tokens = null }, "either"),
            (good with { Prompt = "x" }, "either"),
            (good with { Tokens = [] }, "empty"),
            (good with { Tokens = null, Prompt = "" }, "empty"),
            (good with { Tokens = [65, -1] }, "token -1 at index 1"),
            (good with { Tokens = [int.MaxValue] }, "token 2147483647 at index 0"),
            (good with { Tokens = [.. Enumerable.Repeat(65, 256)] }, "256 tokens"),
            (good with { Tokens = null, Prompt = new string(' ', 1_000_000) }, "1000000 characters"),
            (good with { MaxTokens = 0 }, "max tokens 0"),
            (good with { MaxTokens = 4097 }, "max tokens 4097"),
            (good with { Options = new GenerationOptions(path, Temperature: -1) }, "temperature -1"),
        ];
        foreach (var (parameters, says) in bad)
        {
            var e = await Assert.ThrowsAsync<DaemonException>(() => GenerateAsync(client, parameters));
            Assert.Equal(ErrorCodes.BadInput, e.ErrorCode);
            Assert.Contains(says, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }
        Assert.Single((await GenerateAsync(client, good)).Tokens);
    }

    private static Task<DaemonClient> ConnectAsync(DaemonWorld world, bool isPrivate) =>
        DaemonClient.ConnectAsync(world.Options with { Private = isPrivate }).WaitAsync(DaemonWorld.Patience);

    private static GenerateParams Of(string model, int[] prompt, int count) =>
        new(Tokens: prompt, MaxTokens: count, Options: new GenerationOptions(Model: model, Temperature: 0));

    private static Task<GenerateResult> GenerateAsync(DaemonClient client, GenerateParams parameters) =>
        client
            .CallAsync(
                Methods.Generate,
                parameters,
                ProtocolJson.Default.GenerateParams,
                ProtocolJson.Default.GenerateResult
            )
            .WaitAsync(DaemonWorld.Patience);
}
