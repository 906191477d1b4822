using System.Runtime.InteropServices;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Llama.Native;
using LLama.Native;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>
/// LLamaSharp's structs and ours against the native release: the defaults are read from the loaded library, so a field that
/// moved shows up as another value.
/// </summary>
public sealed unsafe class AbiTests(NativeFixture native)
{
    [Fact]
    public void Library_loaded_is_of_the_pinned_release()
    {
        Assert.NotEmpty(native.Library.Devices);
        Assert.Null(native.Library.Notice);
        Assert.Contains(native.Library.Devices, d => d.Kind == LlamaDeviceKind.Cpu && d.Name.Length > 0);
        Assert.Equal(256, native.Library.MaxSequences);
    }

    [Fact]
    public void Experts_list_ends_with_zeros_and_names_the_cpu()
    {
        using var experts = CpuExperts.Of(2);

        var entries = experts.Entries;
        Assert.Equal(@"^blk\.(0|1)\.ffn_(up|down|gate)_exps", Marshal.PtrToStringUTF8((nint)entries[0].Pattern));
        Assert.Equal("CPU", Marshal.PtrToStringUTF8(NativeApi.ggml_backend_buft_name(entries[0].BufferType)));
        Assert.Equal((0, 0), ((nint)entries[1].Pattern, entries[1].BufferType));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Experts_of_no_layer_are_no_list(int layers)
    {
        using var experts = CpuExperts.Of(layers);

        Assert.True(experts.Entries is null);
    }

    [Fact]
    public void Model_defaults_are_those_of_the_release()
    {
        var p = LLamaModelParams.Default();
        Assert.True(p.devices is null && p.tensor_buft_overrides is null && p.tensor_split is null);
        Assert.Equal((-1, GPUSplitMode.Layer, 0), (p.n_gpu_layers, p.split_mode, p.main_gpu));
        Assert.Equal(LLamaLoadMode.MemoryMap, p.load_mode);
        Assert.True(p.progress_callback is null && p.progress_callback_user_data is null && p.kv_overrides is null);
        Assert.Equal((false, false, true), (p.vocab_only, p.check_tensors, p.use_extra_bufts));
        Assert.Equal((false, false, false), (p.no_host, p.no_alloc, p.load_mtp));
    }

    [Fact]
    public void Context_defaults_are_those_of_the_release()
    {
        var p = LLamaContextParams.Default();
        Assert.Equal((512u, 2048u, 512u, 1u), (p.n_ctx, p.n_batch, p.n_ubatch, p.n_seq_max));
        Assert.Equal((0u, 0u), (p.n_rs_seq, p.n_outputs_max));
        Assert.Equal((4, 4, LLamaContextType.Default), (p.n_threads, p.n_threads_batch, p.context_type));
        Assert.Equal(
            (-1, -1, -1, -1),
            ((int)p.rope_scaling_type, (int)p.llama_pooling_type, (int)p.attention_type, (int)p.llama_flash_attn_type)
        );
        Assert.Equal((0f, 0f), (p.rope_freq_base, p.rope_freq_scale));
        Assert.Equal((-1f, -1f, -1f, -1f), (p.yarn_ext_factor, p.yarn_attn_factor, p.yarn_beta_fast, p.yarn_beta_slow));
        Assert.Equal((0u, -1f), (p.yarn_orig_ctx, p.defrag_threshold));
        Assert.Equal((0, 0), (p.cb_eval, p.cb_eval_user_data));
        Assert.Equal(((int)KvType.F16, (int)KvType.F16), ((int)p.type_k, (int)p.type_v));
        Assert.Equal((0, 0), (p.abort_callback, p.abort_callback_user_data));
        Assert.Equal((false, true, true, true), (p.embeddings, p.offload_kqv, p.no_perf, p.op_offload));
        Assert.Equal((true, false), (p.swa_full, p.kv_unified));
        Assert.Equal((0, 0u, 0), (p.samplers, p.n_samplers, p.ctx_other));
    }

    [Fact]
    public void Thread_pool_defaults_are_those_of_the_release()
    {
        CpuThreadsParams p;
        NativeImports.ThreadPoolDefaults(&p, 3);

        Assert.Equal((3, 0, 50u), (p.Threads, p.Priority, p.Poll));
        Assert.Equal((0, 0), (p.StrictCpu, p.Paused));
    }

    [Fact]
    public void Tensor_types_have_the_native_block_sizes()
    {
        const int NativeTypes = 43;
        var file = Path.Combine(native.Library.Directory, NativePlatform.Current()!.FileName("ggml-base"));
        var ggml = NativeLibrary.Load(file);
        var typeSize = (delegate* unmanaged[Cdecl]<int, nuint>)NativeLibrary.GetExport(ggml, "ggml_type_size");
        var blockSize = (delegate* unmanaged[Cdecl]<int, long>)NativeLibrary.GetExport(ggml, "ggml_blck_size");
        for (var id = 0; id < NativeTypes; id++)
        {
            var known = GgufTensorType.All.TryGetValue((uint)id, out var type);
            Assert.Equal(blockSize(id), known ? type!.BlockNumbers : 0);
            Assert.Equal((long)typeSize(id), known ? type!.BlockBytes : 0);
        }

        Assert.DoesNotContain(GgufTensorType.All.Keys, id => id >= NativeTypes);
    }
}
