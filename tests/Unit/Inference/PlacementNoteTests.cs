using GptOssDev.Inference;
using GptOssDev.Inference.Machine;
using GptOssDev.Inference.Memory;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class PlacementNoteTests
{
    private const int Trained = 131_072;
    private static readonly EngineOptions _usual = EngineOptions.For(cores: 8) with { ContextTokens = 0 };
    private static readonly AvailableMemory _oneGpu = new(null, [24L << 30]);
    private static readonly AvailableMemory _noGpu = new(null, []);

    [Fact]
    public void Note_of_a_model_that_is_loaded_whole_is_none()
    {
        Assert.Null(Note(_usual, new ModelPlacement(25, 0, 32_768), _oneGpu));
        Assert.Null(Note(_usual, new ModelPlacement(0, 0, 8192), _noGpu));
    }

    [Fact]
    public void Note_of_what_the_user_asked_for_is_none() =>
        Assert.Null(
            Note(
                _usual with
                {
                    GpuLayers = 10,
                    CpuExpertLayers = 20,
                    ContextTokens = 4096,
                },
                new ModelPlacement(10, 20, 4096),
                _oneGpu
            )
        );

    [Fact]
    public void Note_of_experts_on_the_cpu_says_how_many() =>
        Assert.Equal(
            "m: memory is short, so the experts of 7 of 24 layers are on the CPU",
            Note(_usual, new ModelPlacement(25, 7, 8192), _oneGpu)
        );

    [Fact]
    public void Note_after_a_failed_load_says_all_that_changed() =>
        Assert.Equal(
            "m: memory ran out while it loaded, so it runs on the CPU alone and the context has 2048 tokens",
            Note(_usual with { ContextTokens = 4096 }, new ModelPlacement(0, 0, 2048), _oneGpu, retried: true)
        );

    [Fact]
    public void Note_of_a_context_beyond_the_trained_one_says_what_is_used() =>
        Assert.Equal(
            "contextTokens 200000 is more than m was trained on: 131072 are used",
            Note(_usual with { ContextTokens = 200_000 }, new ModelPlacement(0, 0, Trained), _noGpu)
        );

    [Fact]
    public void Note_of_a_context_that_holds_no_request_says_what_is_used() =>
        Assert.Equal(
            "contextTokens 1 is too few for any request: 256 are used",
            Note(_usual with { ContextTokens = 1 }, new ModelPlacement(0, 0, 1), _noGpu)
        );

    [Fact]
    public void Note_of_gpu_layers_without_a_gpu_says_so() =>
        Assert.Equal(
            "gpuLayers 12 has no effect: the native library has no GPU here (gptoss doctor)",
            Note(_usual with { GpuLayers = 12 }, new ModelPlacement(0, 0, 8192), _noGpu)
        );

    [Theory]
    [InlineData(false, "are free: ")]
    [InlineData(true, "are left under this container's memory limit: ")]
    public void Refusal_says_what_is_needed_what_there_is_and_what_mends_it(bool isGroupLimit, string limit)
    {
        var need = new MemoryPlan(
            new ModelPlacement(0, 0, 2048),
            new MemoryBreakdown(12_100_000_000, 400_000_000, 500_000_000),
            new MemoryBreakdown(0, 0, 0)
        );

        Assert.Equal(
            "m needs 13.0 GB of memory (12.1 GB weights, 0.4 GB cache, 0.5 GB buffers) and 7.9 GB "
                + limit
                + "end other programs, or choose a smaller model (gptoss model list)",
            PlacementSummary.Refusal("m", need, new HostMemory(7_900_000_000, isGroupLimit))
        );
    }

    private static string? Note(
        EngineOptions options,
        ModelPlacement placement,
        AvailableMemory free,
        bool retried = false
    )
    {
        var estimate = new MemoryEstimate(TrueShapes.Small, options);
        return PlacementSummary.For("m", estimate, estimate.Plan(placement), free, Trained, retried);
    }
}
