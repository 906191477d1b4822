using GptOssDev.Inference;
using GptOssDev.Inference.Machine;
using GptOssDev.Inference.Memory;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class PlacementPlannerTests
{
    private const int Trained = 131_072;
    private static readonly HostMemory _plentyOnHost = new(512 * TrueShapes.Gibibyte, IsGroupLimit: false);
    private static readonly EngineOptions _usual = EngineOptions.For(cores: 8) with { ContextTokens = 0 };

    [Fact]
    public void True_shapes_have_the_published_sizes()
    {
        Assert.InRange(TrueShapes.Parameters(layers: 24, experts: 32), 20_500_000_000, 21_500_000_000);
        Assert.InRange(TrueShapes.Parameters(layers: 36, experts: 128), 115_000_000_000, 118_000_000_000);
        Assert.InRange(TrueShapes.Small.TotalBytes, 11_800_000_000, 12_400_000_000);
    }

    [Fact]
    public void Estimate_at_32k_of_the_20b_model_fits_16_gigabytes()
    {
        var estimate = new MemoryEstimate(TrueShapes.Small, _usual);

        var plan = estimate.Plan(new ModelPlacement(25, 0, 32_768));

        // 24 layers of keys and values of 8 heads of 64 halves each.
        Assert.Equal(24L * 2 * 8 * 64 * 2 * 32_768, plan.Gpu.Kv);
        Assert.Equal(TrueShapes.Small.TotalBytes, plan.Gpu.Weights + plan.Host.Weights);
        Assert.Equal(TrueShapes.Small.InputBytes, plan.Host.Weights);
        Assert.True(plan.Total < 16_000_000_000, $"{plan}");
    }

    [Theory]
    [InlineData(KvType.F16, 1.0)]
    [InlineData(KvType.Q8, 34.0 / 64)]
    [InlineData(KvType.Q4, 18.0 / 64)]
    public void Estimate_of_a_kv_type_has_its_size(KvType type, double ofHalves)
    {
        var halves = new MemoryEstimate(TrueShapes.Small, _usual).Plan(new ModelPlacement(0, 0, 8192)).Host.Kv;

        var kv = new MemoryEstimate(TrueShapes.Small, _usual with { KvType = type })
            .Plan(new ModelPlacement(0, 0, 8192))
            .Host.Kv;

        Assert.Equal((long)(halves * ofHalves), kv);
    }

    [Fact]
    public void Estimate_without_flash_attention_counts_the_scores()
    {
        var options = _usual with { FlashAttention = FlashAttention.Disabled };

        var plan = new MemoryEstimate(TrueShapes.Small, options).Plan(new ModelPlacement(0, 0, 32_768));

        Assert.True(plan.Host.Compute > 2L * 512 * 32_768 * 64 * 4);
    }

    [Fact]
    public void Plan_on_a_16_gibibyte_gpu_puts_all_of_the_20b_model_there()
    {
        var best = Plans(TrueShapes.Small, _usual, _plentyOnHost, Gpu(15.6))[0];

        Assert.Equal(new ModelPlacement(25, 0, PlacementPlanner.LargeContext), best.Placement);
    }

    [Fact]
    public void Plan_on_a_12_gibibyte_gpu_keeps_some_experts_of_the_20b_model_on_the_cpu()
    {
        var best = Plans(TrueShapes.Small, _usual, _plentyOnHost, Gpu(11.5))[0];

        Assert.Equal((25, PlacementPlanner.UsualContext), (best.Placement.GpuLayers, best.Placement.ContextTokens));
        Assert.InRange(best.Placement.CpuExpertLayers, 1, 10);
        Assert.True(best.Gpu.Total < 11.5 * TrueShapes.Gibibyte);
    }

    [Fact]
    public void Plan_on_a_24_gibibyte_gpu_keeps_the_120b_models_experts_on_the_cpu()
    {
        var options = _usual with { ContextTokens = 32_768 };

        var best = Plans(TrueShapes.Large, options, _plentyOnHost, Gpu(23.5))[0];

        Assert.Equal((37, 32_768), (best.Placement.GpuLayers, best.Placement.ContextTokens));
        Assert.InRange(best.Placement.CpuExpertLayers, 20, 35);
        Assert.True(best.Host.Total > 30 * TrueShapes.Gibibyte, $"{best}");
        Assert.True(best.Gpu.Total < 23.5 * TrueShapes.Gibibyte, $"{best}");
    }

    [Fact]
    public void Plan_for_the_120b_model_without_memory_for_its_experts_is_none() =>
        Assert.Empty(Plans(TrueShapes.Large, _usual, Host(24), Gpu(23.5)));

    [Fact]
    public void Plan_over_two_gpus_leaves_room_for_a_layer_that_does_not_split()
    {
        var together = Plans(TrueShapes.Small, _usual, _plentyOnHost, Gpu(8, 8))[0];

        Assert.Equal(25, together.Placement.GpuLayers);
        Assert.True(
            together.Gpu.Total + TrueShapes.Small.Layers.Max(l => l.Total) + TrueShapes.Gibibyte
                <= 16 * TrueShapes.Gibibyte
        );
    }

    [Fact]
    public void Plan_without_a_gpu_is_the_cpu_alone()
    {
        var plans = Plans(TrueShapes.Small, _usual, Host(24), []);

        Assert.Equal(new ModelPlacement(0, 0, PlacementPlanner.UsualContext), plans[0].Placement);
        Assert.Equal([8192, 4096, 2048], plans.Select(plan => plan.Placement.ContextTokens));
        Assert.Equal(0, plans[0].Gpu.Total);
    }

    [Fact]
    public void Plan_without_memory_for_the_context_takes_a_smaller_one()
    {
        var options = _usual with { ContextTokens = 131_072 };

        var best = Plans(TrueShapes.Small, options, Host(15.5), [])[0];

        Assert.InRange(best.Placement.ContextTokens, 8192, 65_536);
    }

    [Fact]
    public void Plan_without_memory_for_the_weights_is_none() =>
        Assert.Empty(Plans(TrueShapes.Small, _usual, Host(8), []));

    [Fact]
    public void Plan_of_an_unmeasured_machine_is_not_refused() =>
        Assert.NotEmpty(Plans(TrueShapes.Large, _usual, null, []));

    [Theory]
    [InlineData(10, null, 10, 0)]
    [InlineData(0, null, 0, 0)]
    [InlineData(10_000, null, 25, 0)]
    [InlineData(-1, 24, 25, 24)]
    [InlineData(-1, int.MaxValue, 25, 24)]
    [InlineData(-1, 0, 25, 0)]
    public void Plan_that_the_user_asks_for_comes_first(int gpuLayers, int? experts, int layersThen, int expertsThen)
    {
        var options = _usual with { GpuLayers = gpuLayers, CpuExpertLayers = experts };

        // Even on a GPU that is too small by the estimate.
        var best = Plans(TrueShapes.Small, options, _plentyOnHost, Gpu(4))[0];

        Assert.Equal(new ModelPlacement(layersThen, expertsThen, PlacementPlanner.UsualContext), best.Placement);
    }

    [Theory]
    [InlineData(80, 512)]
    [InlineData(16, 64)]
    [InlineData(10, 32)]
    [InlineData(4, 24)]
    [InlineData(1, 16)]
    public void Plans_get_smaller_and_end_on_the_cpu(double gpu, double host)
    {
        foreach (var layout in new[] { TrueShapes.Small, TrueShapes.Large })
        {
            var plans = Plans(layout, _usual, Host(host), Gpu(gpu));

            for (var i = 1; i < plans.Count; i++)
            {
                Assert.True(plans[i].IsSmallerThan(plans[i - 1]), $"{plans[i - 1]} then {plans[i]}");
            }

            Assert.All(plans, plan => Assert.True(plan.Host.Total <= host * TrueShapes.Gibibyte));
            Assert.InRange(plans.Count, 0, 40);
            if (layout == TrueShapes.Small && host > 14)
            {
                Assert.Equal(0, plans[^1].Placement.GpuLayers);
            }
        }
    }

    [Fact]
    public void Devices_prefer_discrete_gpus()
    {
        LlamaDevice Device(LlamaDeviceKind kind, long free) => new(kind.ToString(), "", kind, free, free);

        Assert.Equal(
            [7, 9],
            AvailableMemory
                .Of(
                    null,
                    [
                        Device(LlamaDeviceKind.Cpu, 1),
                        Device(LlamaDeviceKind.IntegratedGpu, 5),
                        Device(LlamaDeviceKind.Gpu, 7),
                        Device(LlamaDeviceKind.Gpu, 9),
                    ]
                )
                .Gpus
        );
        Assert.Equal([5], AvailableMemory.Of(null, [Device(LlamaDeviceKind.IntegratedGpu, 5)]).Gpus);
        Assert.Empty(AvailableMemory.Of(null, [Device(LlamaDeviceKind.Cpu, 1)]).Gpus);
    }

    private static List<MemoryPlan> Plans(
        GgufLayout layout,
        EngineOptions options,
        HostMemory? host,
        IReadOnlyList<long> gpus
    ) => [.. new PlacementPlanner(new MemoryEstimate(layout, options), new AvailableMemory(host, gpus)).Plans(Trained)];

    private static HostMemory Host(double gibibytes) =>
        new((long)(gibibytes * TrueShapes.Gibibyte), IsGroupLimit: false);

    private static long[] Gpu(params double[] gibibytes) => [.. gibibytes.Select(g => (long)(g * TrueShapes.Gibibyte))];
}
