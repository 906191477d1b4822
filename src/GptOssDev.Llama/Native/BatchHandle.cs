using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>Owns the arrays of one native batch.</summary>
internal sealed unsafe class BatchHandle : SafeHandle
{
    private readonly Batch _batch;

    internal BatchHandle(int tokens, int sequences)
        : base(0, ownsHandle: true)
    {
        _batch = NativeMethods.BatchInit(tokens, 0, sequences);
        SetHandle((nint)_batch.Tokens);
    }

    public override bool IsInvalid => handle == 0;

    internal Batch Value => _batch;

    protected override bool ReleaseHandle()
    {
        NativeMethods.BatchFree(_batch);
        return true;
    }
}
