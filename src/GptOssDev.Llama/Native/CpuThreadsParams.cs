using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>The native thread pool's parameters, field for field. Always start from the native defaults.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CpuThreadsParams
{
    public fixed byte CpuMask[512];
    public int Threads;
    public int Priority;
    public uint Poll;
    public byte StrictCpu;
    public byte Paused;
}
