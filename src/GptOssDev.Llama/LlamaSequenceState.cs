using GptOssDev.Llama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// The memory of one sequence, copied to the host by <see cref="LlamaContext.SaveState"/>. Disposing frees it.
/// </summary>
public sealed class LlamaSequenceState : IDisposable
{
    internal LlamaSequenceState(LlamaContext context, long bytes, StateFlags flags)
    {
        Context = context;
        Bytes = bytes;
        Flags = flags;
        Buffer = new StateBuffer((nuint)bytes);
    }

    /// <summary>Host memory it takes.</summary>
    public long Bytes { get; }

    internal LlamaContext Context { get; }

    internal StateFlags Flags { get; }

    internal StateBuffer Buffer { get; }

    public void Dispose() => Buffer.Dispose();
}
