using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>One entry of the native list of tensors that go to another buffer than their layer; the list ends with zeros.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TensorBufferOverride
{
    /// <summary>A regular expression over tensor names, UTF-8, ended by zero.</summary>
    public nint Pattern;

    public nint BufferType;
}
