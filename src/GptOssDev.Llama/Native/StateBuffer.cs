using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GptOssDev.Llama.Native;

/// <summary>Native memory for a saved state: large, and given back at once rather than when a collection comes.</summary>
internal sealed unsafe class StateBuffer : SafeHandleZeroOrMinusOneIsInvalid
{
    public StateBuffer(nuint bytes)
        : base(ownsHandle: true) => SetHandle((nint)NativeMemory.Alloc(bytes));

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
