using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Llama.Native;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>
/// Our structs against the pinned release. The offsets are what a C compiler gives for its header on a 64-bit
/// platform; the defaults are read from the loaded library, so a shifted field shows up as a strange value.
/// </summary>
public sealed unsafe class AbiTests(NativeFixture native)
{
    [Fact]
    public void Library_loaded_is_of_the_pinned_release()
    {
        Assert.NotEmpty(native.Library.Devices);
        var version = Marshal.PtrToStringUTF8((nint)NativeMethods.Version());
        Assert.False(string.IsNullOrEmpty(version));
        Assert.Contains(native.Library.Devices, d => d.Kind == LlamaDeviceKind.Cpu && d.Name.Length > 0);
        Assert.Equal(256, native.Library.MaxSequences);
    }

    [Fact]
    public void ModelParams_layout_is_the_headers()
    {
        Assert.Equal(80, Unsafe.SizeOf<ModelParams>());
        AssertOffsets<ModelParams>(
            ("Devices", 0),
            ("TensorBufferOverrides", 8),
            ("GpuLayers", 16),
            ("SplitMode", 20),
            ("LoadMode", 24),
            ("LazyMode", 28),
            ("MainGpu", 32),
            ("TensorSplit", 40),
            ("ProgressCallback", 48),
            ("ProgressCallbackUserData", 56),
            ("KvOverrides", 64),
            ("VocabOnly", 72),
            ("CheckTensors", 73),
            ("UseExtraBuffers", 74),
            ("NoHost", 75),
            ("NoAlloc", 76),
            ("LoadMtp", 77)
        );
    }

    [Fact]
    public void ContextParams_layout_is_the_headers()
    {
        Assert.Equal(160, Unsafe.SizeOf<ContextParams>());
        AssertOffsets<ContextParams>(
            ("ContextTokens", 0),
            ("BatchTokens", 4),
            ("MicroBatchTokens", 8),
            ("MaxSequences", 12),
            ("RecurrentSnapshots", 16),
            ("MaxOutputs", 20),
            ("MaxOutputsPerSequence", 24),
            ("Threads", 28),
            ("BatchThreads", 32),
            ("ContextType", 36),
            ("RopeScalingType", 40),
            ("PoolingType", 44),
            ("AttentionType", 48),
            ("FlashAttention", 52),
            ("RopeFreqBase", 56),
            ("RopeFreqScale", 60),
            ("YarnExtFactor", 64),
            ("YarnAttnFactor", 68),
            ("YarnBetaFast", 72),
            ("YarnBetaSlow", 76),
            ("YarnOriginalContext", 80),
            ("DefragThreshold", 84),
            ("EvalCallback", 88),
            ("EvalCallbackUserData", 96),
            ("KeyType", 104),
            ("ValueType", 108),
            ("AbortCallback", 112),
            ("AbortCallbackData", 120),
            ("Embeddings", 128),
            ("OffloadKqv", 129),
            ("NoPerf", 130),
            ("OpOffload", 131),
            ("FullSlidingWindow", 132),
            ("UnifiedKv", 133),
            ("Samplers", 136),
            ("SamplerCount", 144),
            ("OtherContext", 152)
        );
    }

    [Fact]
    public void TensorBufferOverride_layout_is_the_headers()
    {
        Assert.Equal(16, Unsafe.SizeOf<TensorBufferOverride>());
        AssertOffsets<TensorBufferOverride>(("Pattern", 0), ("BufferType", 8));
    }

    [Fact]
    public void Experts_list_ends_with_zeros_and_names_the_cpu()
    {
        using var experts = CpuExperts.Of(2);

        var entries = (TensorBufferOverride*)experts.Address;
        Assert.Equal(@"^blk\.(0|1)\.ffn_(up|down|gate)_exps", Marshal.PtrToStringUTF8(entries[0].Pattern));
        Assert.Equal(NativeMethods.CpuBufferType(), entries[0].BufferType);
        Assert.NotEqual(0, entries[0].BufferType);
        Assert.Equal((0, 0), (entries[1].Pattern, entries[1].BufferType));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Experts_of_no_layer_are_no_list(int layers)
    {
        using var experts = CpuExperts.Of(layers);

        Assert.Equal(0, experts.Address);
    }

    [Fact]
    public void Batch_layout_is_the_headers()
    {
        Assert.Equal(56, Unsafe.SizeOf<Batch>());
        AssertOffsets<Batch>(
            ("TokenCount", 0),
            ("Tokens", 8),
            ("Embeddings", 16),
            ("Positions", 24),
            ("SequenceCounts", 32),
            ("Sequences", 40),
            ("Logits", 48)
        );
    }

    [Fact]
    public void Model_defaults_are_those_of_the_release()
    {
        var p = NativeMethods.ModelDefaultParams();
        Assert.Equal((0, 0), (p.Devices, p.TensorBufferOverrides));
        Assert.Equal((-1, 1), (p.GpuLayers, p.SplitMode));
        Assert.Equal((ModelLoadMode.Auto, 1, 0), (p.LoadMode, p.LazyMode, p.MainGpu));
        Assert.Equal((0, 0, 0), (p.TensorSplit, p.ProgressCallbackUserData, p.KvOverrides));
        Assert.True(p.ProgressCallback is null);
        Assert.Equal((0, 0, 1), (p.VocabOnly, p.CheckTensors, p.UseExtraBuffers));
        Assert.Equal((0, 0, 0), (p.NoHost, p.NoAlloc, p.LoadMtp));
    }

    [Fact]
    public void Context_defaults_are_those_of_the_release()
    {
        var p = NativeMethods.ContextDefaultParams();
        Assert.Equal((512u, 2048u, 512u, 1u), (p.ContextTokens, p.BatchTokens, p.MicroBatchTokens, p.MaxSequences));
        Assert.Equal((0u, 0u, 1u), (p.RecurrentSnapshots, p.MaxOutputs, p.MaxOutputsPerSequence));
        Assert.Equal((4, 4, 0), (p.Threads, p.BatchThreads, p.ContextType));
        Assert.Equal((-1, -1, -1, -1), (p.RopeScalingType, p.PoolingType, p.AttentionType, p.FlashAttention));
        Assert.Equal((0f, 0f), (p.RopeFreqBase, p.RopeFreqScale));
        Assert.Equal((-1f, -1f, -1f, -1f), (p.YarnExtFactor, p.YarnAttnFactor, p.YarnBetaFast, p.YarnBetaSlow));
        Assert.Equal((0u, -1f), (p.YarnOriginalContext, p.DefragThreshold));
        Assert.Equal((0, 0), (p.EvalCallback, p.EvalCallbackUserData));
        Assert.Equal(((int)KvType.F16, (int)KvType.F16), (p.KeyType, p.ValueType));
        Assert.True(p.AbortCallback is null);
        Assert.Equal(0, p.AbortCallbackData);
        Assert.Equal((0, 1, 1, 1), (p.Embeddings, p.OffloadKqv, p.NoPerf, p.OpOffload));
        Assert.Equal((1, 0), (p.FullSlidingWindow, p.UnifiedKv));
        Assert.Equal((0, 0u, 0), (p.Samplers, p.SamplerCount, p.OtherContext));
    }

    [Fact]
    public void Tensor_types_have_the_native_block_sizes()
    {
        const int NativeTypes = 43;
        for (var id = 0; id < NativeTypes; id++)
        {
            var known = GgufTensorType.All.TryGetValue((uint)id, out var type);
            Assert.Equal(NativeMethods.BlockSize(id), known ? type!.BlockNumbers : 0);
            Assert.Equal((long)NativeMethods.TypeSize(id), known ? type!.BlockBytes : 0);
        }

        Assert.DoesNotContain(GgufTensorType.All.Keys, id => id >= NativeTypes);
    }

    private static void AssertOffsets<T>(params (string Field, int Offset)[] expected)
        where T : struct
    {
        Assert.Equal(expected.Length, typeof(T).GetFields().Length);
        foreach (var (field, offset) in expected)
        {
            Assert.Equal((field, offset), (field, (int)Marshal.OffsetOf<T>(field)));
        }
    }
}
