using System.Runtime.InteropServices;
using LLama.Native;

namespace GptOssDev.Llama.Native;

/// <summary>
/// The native list that keeps the experts of the first layers on the CPU. It must live until the load it was made for has
/// returned.
/// </summary>
internal sealed unsafe class CpuExperts : IDisposable
{
    private nint _pattern;
    private LLamaModelTensorBufferOverride* _entries;

    private CpuExperts(string? pattern)
    {
        if (pattern is null)
        {
            return;
        }

        _pattern = Marshal.StringToCoTaskMemUTF8(pattern);
        _entries = (LLamaModelTensorBufferOverride*)
            NativeMemory.AllocZeroed(2, (nuint)sizeof(LLamaModelTensorBufferOverride));
        _entries[0] = new LLamaModelTensorBufferOverride
        {
            Pattern = (byte*)_pattern,
            BufferType = NativeApi.ggml_backend_dev_buffer_type(NativeImports.DeviceByType((int)LlamaDeviceKind.Cpu)),
        };
    }

    /// <summary>Null when no layer's experts are asked for.</summary>
    internal LLamaModelTensorBufferOverride* Entries => _entries;

    internal static CpuExperts Of(int layers) => new(PatternOf(layers));

    /// <summary>The weights and biases of the experts of the layers from zero to this, exclusive; null for none.</summary>
    internal static string? PatternOf(int layers) =>
        layers <= 0 ? null : $@"^blk\.({string.Join('|', Enumerable.Range(0, layers))})\.ffn_(up|down|gate)_exps";

    public void Dispose()
    {
        Marshal.FreeCoTaskMem(_pattern);
        NativeMemory.Free(_entries);
        _pattern = 0;
        _entries = null;
    }
}
