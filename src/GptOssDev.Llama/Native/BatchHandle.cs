using System.Runtime.InteropServices;
using LLama.Native;

namespace GptOssDev.Llama.Native;

/// <summary>Owns the arrays of one native batch.</summary>
internal sealed unsafe class BatchHandle : SafeHandle
{
    private readonly LLamaNativeBatch _batch;

    internal BatchHandle(int tokens, int sequences)
        : base(0, ownsHandle: true)
    {
        _batch = NativeApi.llama_batch_init(tokens, 0, sequences);
        SetHandle((nint)_batch.tokens);
    }

    public override bool IsInvalid => handle == 0;

    internal LLamaNativeBatch Value => _batch;

    protected override bool ReleaseHandle()
    {
        NativeApi.llama_batch_free(_batch);
        return true;
    }
}
