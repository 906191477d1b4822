using GptOssDev.Tests.Bench.Window;
using Xunit;

namespace GptOssDev.Tests.Unit.Bench;

public sealed class KvShapeTests
{
    [Fact]
    public void Cache_of_the_real_model_is_as_large_as_its_cells()
    {
        var shape = KvShape.GptOss20B;

        Assert.Equal(1536, shape.Full(contextTokens: 32768));
        // Half the layers in full, and 2560 cells of the others: sixteen windows and a batch.
        Assert.Equal(768 + 60, shape.Windowed(contextTokens: 32768, sequences: 16, batchTokens: 512));
        Assert.Equal(3, shape.Checkpoint());
    }

    [Fact]
    public void Windowed_cells_are_padded_and_never_more_than_the_context()
    {
        var shape = new KvShape(Layers: 2, KvWidth: 1024, Window: 100);

        Assert.Equal(shape.Full(1024), shape.Windowed(contextTokens: 1024, sequences: 64, batchTokens: 512));
        Assert.Equal(4 + 2, shape.Windowed(contextTokens: 1024, sequences: 1, batchTokens: 200));
    }
}
