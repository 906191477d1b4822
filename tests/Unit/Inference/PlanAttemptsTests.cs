using GptOssDev.Inference.Memory;
using GptOssDev.Llama;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class PlanAttemptsTests
{
    private readonly List<(int Gpu, int Context, bool Retried)> _tried = [];

    [Fact]
    public void First_that_opens_is_taken()
    {
        var opened = First([Plan(10, 8192), Plan(5, 8192)], _ => null);

        Assert.Equal("10/8192", opened);
        Assert.Equal([(10, 8192, false)], _tried);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_tried_with_fewer_on_the_gpu()
    {
        var opened = First(
            [Plan(10, 8192), Plan(10, 4096), Plan(5, 8192)],
            plan => plan.Placement.GpuLayers == 10 ? LlamaFailure.LoadFailed : null
        );

        Assert.Equal("5/8192", opened);
        Assert.Equal([(10, 8192, false), (5, 8192, true)], _tried);
    }

    [Fact]
    public void Context_that_does_not_fit_is_tried_smaller()
    {
        var opened = First(
            [Plan(0, 8192), Plan(0, 4096), Plan(0, 2048)],
            plan => plan.Placement.ContextTokens > 2048 ? LlamaFailure.ContextFailed : null
        );

        Assert.Equal("0/2048", opened);
        Assert.Equal([(0, 8192, false), (0, 4096, true), (0, 2048, true)], _tried);
    }

    [Fact]
    public void Weights_that_the_cpu_refuses_are_not_tried_again()
    {
        var failure = Assert.Throws<LlamaException>(() =>
            First([Plan(0, 8192), Plan(0, 4096)], _ => LlamaFailure.LoadFailed)
        );

        Assert.Equal(LlamaFailure.LoadFailed, failure.Reason);
        Assert.Single(_tried);
    }

    [Fact]
    public void Failure_that_memory_does_not_mend_ends_it()
    {
        var failure = Assert.Throws<LlamaException>(() =>
            First([Plan(10, 8192), Plan(0, 8192)], _ => LlamaFailure.LoadCancelled)
        );

        Assert.Equal(LlamaFailure.LoadCancelled, failure.Reason);
        Assert.Single(_tried);
    }

    [Fact]
    public void No_plan_opens_nothing() => Assert.Null(First([], _ => null));

    private string? First(IEnumerable<MemoryPlan> plans, Func<MemoryPlan, LlamaFailure?> failure) =>
        PlacementFallback.First(
            plans,
            (plan, retried) =>
            {
                var (gpu, context) = (plan.Placement.GpuLayers, plan.Placement.ContextTokens);
                _tried.Add((gpu, context, retried));
                return failure(plan) is { } reason
                    ? throw new LlamaException(reason, "out of memory")
                    : $"{gpu}/{context}";
            }
        );

    private static MemoryPlan Plan(int gpuLayers, int context) =>
        new(
            new ModelPlacement(gpuLayers, 0, context),
            new MemoryBreakdown(1, context, 0),
            new MemoryBreakdown(gpuLayers, 0, 0)
        );
}
