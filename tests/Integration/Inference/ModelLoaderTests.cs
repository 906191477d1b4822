using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Inference.Machine;
using GptOssDev.Inference.Memory;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Tests.Integration.Llama;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Inference;

/// <summary>Loading by plan on the real native library: the plans against what it says it took.</summary>
public sealed class ModelLoaderTests(NativeFixture native, ITestOutputHelper output) : IDisposable
{
    private static readonly EngineOptions _usual = EngineOptions.For(cores: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-loader-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(KvType.F16, FlashAttention.Auto, 512)]
    [InlineData(KvType.F16, FlashAttention.Disabled, 512)]
    [InlineData(KvType.F32, FlashAttention.Enabled, 256)]
    [InlineData(KvType.BFloat16, FlashAttention.Enabled, 64)]
    [InlineData(KvType.Q8, FlashAttention.Auto, 512)]
    [InlineData(KvType.Q4, FlashAttention.Enabled, 128)]
    public void Plan_of_the_bundled_model_is_what_the_library_takes(KvType type, FlashAttention attention, int batch)
    {
        var options = _usual with { KvType = type, FlashAttention = attention, BatchTokens = batch };

        using var runner = new LlamaModelLoader(() => native.Library, options).Load(
            Bundled(),
            null,
            _ => { },
            CancellationToken.None
        );

        var load = runner.Model.Load!;
        output.WriteLine($"planned {load.Plan.Host}, took {load.Host}");
        Assert.Equal(attention != FlashAttention.Disabled, load.FlashAttention);
        Assert.Equal((batch, type, 1, null), (load.BatchTokens, load.KvType, load.Threads, load.Note));
        Assert.Equal(load.Plan.Host.Weights, load.Host.Weights);
        // The log rounds to a hundredth of a mebibyte.
        Assert.InRange(load.Host.Kv, load.Plan.Host.Kv - (1 << 20), load.Plan.Host.Kv + (1 << 20));
        Assert.InRange(load.Plan.Host.Compute, load.Host.Compute, load.Host.Compute * 3);
        Assert.Equal(new MemoryBreakdown(0, 0, 0), load.Gpu);
    }

    [Fact]
    public void Layout_of_a_file_adds_up_to_its_tensors()
    {
        foreach (var path in new[] { native.TinyPath, NativeFixture.BundledModel() })
        {
            var info = GgufModelCheck.Check(path);

            Assert.Equal(info.TensorBytes, info.Layout.TotalBytes);
            Assert.Equal(info.VocabularySize, info.Layout.Vocabulary);
            Assert.All(info.Layout.Layers, layer => Assert.True(layer is { Experts: > 0, Rest: > 0 }));
        }
    }

    [Fact]
    public void Model_that_cannot_fit_is_refused_before_it_is_loaded()
    {
        var progressed = false;
        var loader = new LlamaModelLoader(() => native.Library, _usual, () => new HostMemory(100 << 20, false));

        var failure = Assert.Throws<InferenceException>(() =>
            loader.Load(Bundled(), null, _ => progressed = true, CancellationToken.None)
        );

        output.WriteLine(failure.Message);
        Assert.Equal(InferenceFailure.OutOfMemory, failure.Reason);
        Assert.Contains("0.1 GB are free: ", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.False(progressed);
    }

    [Fact]
    public void Context_that_cannot_fit_is_loaded_smaller_with_a_note()
    {
        var tiny = Tiny(contextLength: 65_536);
        var estimate = new MemoryEstimate(GgufModelCheck.Check(tiny.Path).Layout, _usual);
        var whole = estimate.Plan(new ModelPlacement(0, 0, 65_536)).Total;

        using var runner = new LlamaModelLoader(
            () => native.Library,
            _usual with
            {
                ContextTokens = 65_536,
            },
            () => new HostMemory(whole, IsGroupLimit: true)
        ).Load(tiny, null, _ => { }, CancellationToken.None);

        Assert.True(runner.Model.ContextTokens < 65_536);
        Assert.Equal(
            $"tiny: memory is short, so the context has {runner.Model.ContextTokens} tokens",
            runner.Model.Load!.Note
        );
    }

    [Fact]
    public void Model_that_ran_out_of_memory_is_loaded_smaller_until_it_cannot_be()
    {
        var loader = new LlamaModelLoader(() => native.Library, _usual);
        var tiny = Tiny(contextLength: 4096);
        using var first = loader.Load(tiny, null, _ => { }, CancellationToken.None);

        using var second = loader.Load(tiny, first.Model.Load!.Plan, _ => { }, CancellationToken.None);

        Assert.Equal((4096, 2048), (first.Model.ContextTokens, second.Model.ContextTokens));
        Assert.NotNull(second.Model.Load!.Note);
        var failure = Assert.Throws<InferenceException>(() =>
            loader.Load(tiny, second.Model.Load.Plan, _ => { }, CancellationToken.None)
        );
        Assert.Equal(InferenceFailure.OutOfMemory, failure.Reason);
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(300, 512)]
    [InlineData(600, 600)]
    public void Context_of_any_size_loads(int asked, int expected)
    {
        using var runner = new LlamaModelLoader(() => native.Library, _usual with { ContextTokens = asked }).Load(
            Tiny(contextLength: 600),
            null,
            _ => { },
            CancellationToken.None
        );

        Assert.InRange(runner.Model.ContextTokens, expected, (expected + 255) / 256 * 256);
        Assert.InRange(runner.BatchTokens, 1, runner.Model.ContextTokens);
    }

    [Fact]
    public void Experts_kept_on_the_cpu_give_the_same_logits()
    {
        var tiny = Tiny(contextLength: 512);

        Assert.Equal(FirstLogits(_usual, tiny), FirstLogits(_usual with { CpuExpertLayers = 2, GpuLayers = 0 }, tiny));
        using var model = LlamaModel.Load(
            native.Library,
            tiny.Path,
            new ModelLoadOptions { GpuLayers = 0, CpuExpertLayers = 1 }
        );
        Assert.Equal(2, model.LayerCount);
    }

    public static TheoryData<EngineOptions, string> BadOptions() =>
        new()
        {
            { _usual with { KvType = KvType.Q8, FlashAttention = FlashAttention.Disabled }, "needs flash attention" },
            { _usual with { Threads = 0 }, "threads 0 is not between 1 and 512" },
            { _usual with { Threads = 100_000 }, "threads 100000 is not between 1 and 512" },
            { _usual with { BatchTokens = 0 }, "batchTokens 0 is below 1" },
        };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Options_that_cannot_be_are_one_line(EngineOptions options, string expected)
    {
        var failure = Assert.Throws<InferenceException>(() =>
            new LlamaModelLoader(() => native.Library, options).Load(
                Tiny(contextLength: 512),
                null,
                _ => { },
                CancellationToken.None
            )
        );

        Assert.Equal(InferenceFailure.OptionsUnusable, failure.Reason);
        Assert.Contains(expected, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Kv_type_that_does_not_suit_the_heads_is_one_line()
    {
        var path = TinyGptOss.Write(_folder, new TinyGptOssOptions { HeadLength = 16 }, "narrow");

        var failure = Assert.Throws<InferenceException>(() =>
            new LlamaModelLoader(() => native.Library, _usual with { KvType = KvType.Q8 }).Load(
                new ModelFile("narrow", path, ModelSource.Path),
                null,
                _ => { },
                CancellationToken.None
            )
        );

        Assert.Contains("heads have 16 numbers", failure.Message);
    }

    private float[] FirstLogits(EngineOptions options, ModelFile file)
    {
        using var runner = new LlamaModelLoader(() => native.Library, options).Load(
            file,
            null,
            _ => { },
            CancellationToken.None
        );
        runner.BeginBatch();
        runner.Add(65, 0, 0, wantLogits: true);
        Assert.Equal(DecodeOutcome.Done, runner.Decode(() => false));
        return runner.Logits(0).ToArray();
    }

    private ModelFile Tiny(int contextLength) =>
        new(
            "tiny",
            TinyGptOss.Write(_folder, new TinyGptOssOptions { ContextLength = contextLength }),
            ModelSource.Path
        );

    private static ModelFile Bundled() => new("nano", NativeFixture.BundledModel(), ModelSource.Bundled);
}
