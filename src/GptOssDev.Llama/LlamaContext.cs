using System.Runtime.InteropServices;
using GptOssDev.Llama.Native;
using LLama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// A memory of sequences over a model, and the computation on it. One thread at a time uses a context and disposes
/// it; only the abort delegate is asked from native threads. A fatal decode leaves it usable only after a clear.
/// </summary>
public sealed class LlamaContext : IDisposable
{
    private readonly SafeLLamaContextHandle _handle;
    private readonly AbortSignal _abort;
    private readonly GCHandle _abortPin;
    private readonly CpuThreads? _threads;
    private readonly int _vocabCount;
    private bool _disposed;

    private LlamaContext(
        LlamaModel model,
        SafeLLamaContextHandle handle,
        AbortSignal abort,
        GCHandle abortPin,
        ContextOptions options,
        NativeBufferLog log
    )
    {
        Buffers = log.Buffers;
        UsesFlashAttention = options.FlashAttention switch
        {
            FlashAttention.Enabled => true,
            FlashAttention.Disabled => false,
            _ => log.FlashAttention ?? options.KvType.NeedsFlashAttention(),
        };
        _handle = handle;
        _abort = abort;
        _abortPin = abortPin;
        _vocabCount = model.Vocab.Count;
        _threads = CpuThreads.Create(Math.Max(options.Threads, options.BatchThreads));
        if (_threads is not null)
        {
            NativeImports.ContextAttachThreadPool(handle, _threads, batchPool: 0);
        }

        Model = model;
        ContextTokens = (int)handle.ContextSize;
        SequenceTokens = (int)NativeImports.ContextSequenceTokens(handle);
        BatchTokens = (int)handle.BatchSize;
        MicroBatchTokens = (int)handle.UBatchSize;
        MaxSequences = (int)handle.MaxSeq;
        Memory = new LlamaMemory(handle, MaxSequences, options.UnifiedKv);
    }

    public LlamaModel Model { get; }

    /// <summary>Tokens of memory for all sequences, as the native side rounded them.</summary>
    public int ContextTokens { get; }

    /// <summary>Tokens of memory that one sequence can reach.</summary>
    public int SequenceTokens { get; }

    /// <summary>The most tokens a batch may hold.</summary>
    public int BatchTokens { get; }

    public int MicroBatchTokens { get; }

    public int MaxSequences { get; }

    public LlamaMemory Memory { get; }

    /// <summary>The buffers of the memory and the computation, as the native side told.</summary>
    public IReadOnlyList<LlamaBuffer> Buffers { get; }

    /// <summary>Whether the fused attention kernel is used.</summary>
    public bool UsesFlashAttention { get; }

    /// <summary>Makes a context. Throws <see cref="LlamaException"/> when the options contradict or memory is short.</summary>
    public static LlamaContext Create(LlamaModel model, ContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        Check(model, options);
        using var log = LoadedNatives.Listen();
        var abort = new AbortSignal();
        var pin = GCHandle.Alloc(abort);
        var handle = SafeLLamaContextHandle.Create(model.Handle, Parameters(options));
        if (!handle.IsInvalid)
        {
            return new LlamaContext(model, handle, abort, pin, options, log);
        }

        handle.Dispose();
        // LLamaSharp has added the context's reference to the model, which a handle that is invalid never gives back.
        model.Handle.DangerousRelease();
        pin.Free();
        throw new LlamaException(
            LlamaFailure.ContextFailed,
            $"cannot make a context of {options.ContextTokens} tokens; ask for fewer, the native log says what failed"
        );
    }

    /// <summary>
    /// Computes the batch. Blocks. Allocates nothing. Rethrows what the abort delegate threw. The batch must fit
    /// <see cref="BatchTokens"/>; an empty one is invalid input.
    /// </summary>
    public DecodeStatus Decode(LlamaBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count > BatchTokens || batch.HighestSequence >= MaxSequences)
        {
            throw new LlamaException(
                LlamaFailure.InvalidArgument,
                $"a batch of {batch.Count} tokens up to sequence {batch.HighestSequence} exceeds {BatchTokens} tokens and {MaxSequences} sequences"
            );
        }

        if (batch.Count == 0)
        {
            return DecodeStatus.InvalidInput;
        }

        using var hold = new HandleReference(batch.Handle);
        var status = NativeImports.Decode(_handle, batch.Value);
        LogRouter.IsQuiet = false;
        _abort.ThrowIfFailed();
        return status switch
        {
            0 => DecodeStatus.Ok,
            1 => DecodeStatus.NoKvSlot,
            2 => DecodeStatus.Aborted,
            -1 => DecodeStatus.InvalidInput,
            < -1 => DecodeStatus.Fatal,
            _ => DecodeStatus.Unknown,
        };
    }

    /// <summary>
    /// The raw scores over the vocabulary for the batch entry at <paramref name="batchIndex"/>, which must have been
    /// added with logits. Valid until the next decode; may be changed in place.
    /// </summary>
    public unsafe Span<float> Logits(int batchIndex)
    {
        // The native side reads a negative index from the end; ours are the indices of the batch.
        var logits = batchIndex < 0 ? null : NativeImports.Logits(_handle, batchIndex);
        return logits is not null
            ? new Span<float>(logits, _vocabCount)
            : throw new LlamaException(LlamaFailure.InvalidArgument, $"batch entry {batchIndex} has no logits");
    }

    /// <summary>
    /// Sets what is asked during the decodes that follow; true stops one. Asked between any two operations and from native
    /// threads: it must be quick and thread-safe. Null is never asked and costs nothing.
    /// </summary>
    public unsafe void SetAbort(Func<bool>? asks)
    {
        if (asks == _abort.Asks)
        {
            return;
        }

        _abort.Asks = asks;
        delegate* unmanaged[Cdecl]<nint, byte> callback = asks is null ? null : &AbortSignal.OnAsk;
        NativeApi.llama_set_abort_callback(_handle, (nint)callback, GCHandle.ToIntPtr(_abortPin));
    }

    /// <summary>Bytes that saving the sequence takes now.</summary>
    public long StateSize(int sequence) => StateSize(sequence, StateFlags.Whole);

    /// <summary>Copies the sequence's memory to the host. Of windowed layers only what is still in the window is saved.</summary>
    /// <param name="windowedOnly">
    /// Leaves out the layers that see everything: a checkpoint for when the windowed ones have forgotten.
    /// </param>
    public LlamaSequenceState SaveState(int sequence, bool windowedOnly = false)
    {
        var flags = windowedOnly ? StateFlags.Windowed : StateFlags.Whole;
        var state = new LlamaSequenceState(this, StateSize(sequence, flags), flags);
        var written = NativeImports.StateSave(_handle, state.Buffer, (nuint)state.Bytes, sequence, flags);
        if ((long)written == state.Bytes)
        {
            return state;
        }

        state.Dispose();
        throw new LlamaException(
            LlamaFailure.StateRejected,
            $"the state of sequence {sequence} took {written} bytes in place of {state.Bytes}"
        );
    }

    /// <summary>
    /// Replaces the sequence's memory, or the part of it that was saved, by a state that this context saved; leaves it empty
    /// when it does not fit.
    /// </summary>
    public void LoadState(int sequence, LlamaSequenceState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Memory.CheckSequence(sequence);
        // The native side trusts the counts inside, which only the same context is sure to have written.
        if (
            state.Context != this
            || NativeImports.StateLoad(_handle, state.Buffer, (nuint)state.Bytes, sequence, state.Flags) == 0
        )
        {
            throw new LlamaException(
                LlamaFailure.StateRejected,
                $"the saved state does not fit sequence {sequence} of this context; recompute it"
            );
        }
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _handle.Dispose();
            _threads?.Dispose();
            _abortPin.Free();
        }
    }

    private static LLamaContextParams Parameters(ContextOptions options)
    {
        var parameters = LLamaContextParams.Default();
        parameters.n_ctx = (uint)options.ContextTokens;
        parameters.n_batch = (uint)options.BatchTokens;
        parameters.n_ubatch = (uint)options.MicroBatchTokens;
        parameters.n_seq_max = (uint)options.MaxSequences;
        parameters.n_threads = options.Threads;
        parameters.n_threads_batch = options.BatchThreads;
        parameters.llama_flash_attn_type = (LLamaFlashAttentionType)options.FlashAttention;
        parameters.type_k = (GGMLType)options.KvType;
        parameters.type_v = (GGMLType)options.KvType;
        parameters.swa_full = options.FullSlidingWindow;
        parameters.kv_unified = options.UnifiedKv;
        return parameters;
    }

    private long StateSize(int sequence, StateFlags flags)
    {
        Memory.CheckSequence(sequence);
        return (long)NativeImports.StateSize(_handle, sequence, flags);
    }

    private static void Check(LlamaModel model, ContextOptions options)
    {
        CheckThreads(options.Threads, options.BatchThreads);
        CheckKvType(model, options);
        if (
            options.ContextTokens is < 1 or > 1 << 26
            || options.BatchTokens is < 1 or > 1 << 20
            || options.MicroBatchTokens < 1
            || options.MicroBatchTokens > options.BatchTokens
            || options.MaxSequences < 1
            || options.MaxSequences > model.Library.MaxSequences
            // The native side reserves an output for each sequence within one batch, and ends the process where they do not fit.
            || options.MaxSequences > Math.Min(options.MicroBatchTokens, options.ContextTokens)
            || !Enum.IsDefined(options.FlashAttention)
        )
        {
            throw new LlamaException(
                LlamaFailure.InvalidArgument,
                $"context options out of range (sequences up to {model.Library.MaxSequences}, the micro batch and the context; micro batch up to the batch): {options}"
            );
        }
    }

    private static void CheckKvType(LlamaModel model, ContextOptions options)
    {
        if (!Enum.IsDefined(options.KvType))
        {
            throw new LlamaException(LlamaFailure.InvalidArgument, $"the KV type {options.KvType} is unknown");
        }

        if (options.KvType.NeedsFlashAttention() && options.FlashAttention == FlashAttention.Disabled)
        {
            throw new LlamaException(
                LlamaFailure.InvalidArgument,
                $"the KV type {options.KvType} needs flash attention: turn it on, or take F16"
            );
        }

        if (model.Info.Layout.HeadLength % options.KvType.BlockNumbers() != 0)
        {
            throw new LlamaException(
                LlamaFailure.InvalidArgument,
                $"the KV type {options.KvType} does not suit heads of {model.Info.Layout.HeadLength} numbers: take F16"
            );
        }
    }

    private static void CheckThreads(int threads, int batchThreads)
    {
        // The native pool has a fixed table of this many threads and ends the process beyond it.
        const int MaxThreads = 512;
        if (threads is < 1 or > MaxThreads || batchThreads is < 1 or > MaxThreads)
        {
            throw new LlamaException(
                LlamaFailure.InvalidArgument,
                $"threads {threads} and {batchThreads} must be in 1..{MaxThreads}"
            );
        }
    }
}
