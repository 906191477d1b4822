using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>Keeps a handle from being released for the length of a block; throws when it already is.</summary>
internal readonly ref struct HandleReference
{
    private readonly SafeHandle _handle;

    internal HandleReference(SafeHandle handle)
    {
        var held = false;
        handle.DangerousAddRef(ref held);
        _handle = handle;
    }

    public void Dispose() => _handle.DangerousRelease();
}
