using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using GptOssDev.Llama.Native;

namespace GptOssDev.Llama;

/// <summary>Asks a delegate whether to stop the running decode, from native threads, and keeps what it threw.</summary>
internal sealed class AbortSignal
{
    private ExceptionDispatchInfo? _failure;

    internal Func<bool>? Asks { get; set; }

    internal void ThrowIfFailed() => Interlocked.Exchange(ref _failure, null)?.Throw();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static byte OnAsk(nint data)
    {
        if (GCHandle.FromIntPtr(data).Target is not AbortSignal signal || !signal.ShouldStop())
        {
            return 0;
        }

        // The thread that asks is the one that called the decode, which ends the quiet.
        LogRouter.IsQuiet = true;
        return 1;
    }

    private bool ShouldStop()
    {
        try
        {
            return Asks?.Invoke() ?? false;
        }
#pragma warning disable CA1031 // Kept and thrown again by the decode call; it must not cross the native frames.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            return true;
        }
    }
}
