using System.Runtime.ExceptionServices;

namespace GptOssDev.Llama;

/// <summary>Carries a load's progress to the caller, and the caller's wish to stop back, past the native frames.</summary>
internal sealed class LoadProgress(Func<float, bool>? callback)
{
    private ExceptionDispatchInfo? _failure;
    private bool _stopped;

    internal bool Report(float value)
    {
        if (callback is null || _stopped)
        {
            return !_stopped;
        }

        try
        {
            _stopped = !callback(value);
        }
#pragma warning disable CA1031 // Kept and thrown again on the managed side; it must not cross the native frames.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _stopped = true;
        }

        return !_stopped;
    }

    internal void ThrowIfStopped(string path)
    {
        _failure?.Throw();
        if (_stopped)
        {
            throw new LlamaException(LlamaFailure.LoadCancelled, $"loading '{path}' was cancelled");
        }
    }
}
