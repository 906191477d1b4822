using System.IO.MemoryMappedFiles;
using GptOssDev.Llama.Native;
using Microsoft.Win32.SafeHandles;

namespace GptOssDev.Llama;

/// <summary>
/// The memory of one sequence, copied to the host by <see cref="LlamaContext.SaveState"/>. Disposing frees it: it has pages of
/// its own, because a heap keeps the holes that states of all sizes leave in it.
/// </summary>
public sealed class LlamaSequenceState : IDisposable
{
    private readonly MemoryMappedFile _pages;
    private readonly MemoryMappedViewAccessor _view;

    internal LlamaSequenceState(LlamaContext context, long bytes, StateFlags flags)
    {
        Context = context;
        Bytes = bytes;
        Flags = flags;
        // None of no bytes can be made.
        _pages = MemoryMappedFile.CreateNew(mapName: null, Math.Max(bytes, 1));
        _view = _pages.CreateViewAccessor();
    }

    /// <summary>Host memory it takes.</summary>
    public long Bytes { get; }

    internal LlamaContext Context { get; }

    internal StateFlags Flags { get; }

    internal SafeMemoryMappedViewHandle Buffer => _view.SafeMemoryMappedViewHandle;

    public void Dispose()
    {
        _view.Dispose();
        _pages.Dispose();
    }
}
