using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>Owns one native model. Contexts hold a reference, so the weights go only after the last of them.</summary>
internal sealed class ModelHandle : SafeHandle
{
    internal ModelHandle(nint model)
        : base(0, ownsHandle: true) => SetHandle(model);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.ModelFree(handle);
        return true;
    }
}
