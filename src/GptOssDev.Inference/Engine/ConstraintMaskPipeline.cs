using GptOssDev.Grammar;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// A generation's constraint, with the next mask computed on a pool thread while the model computes the logits it is for.
/// The engine's thread calls it; whichever of the two threads comes first computes, the other waits for that.
/// </summary>
/// <param name="constraint">Null as its result allows everything.</param>
internal sealed class ConstraintMaskPipeline(Task<ITokenConstraint?> constraint) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private TokenMask? _mask;

    /// <summary>Whether the constraint is known. Before that nothing else may be asked.</summary>
    public bool IsReady => constraint.IsCompleted;

    /// <summary>Starts to compute the mask of the next token, at the latest when the constraint is known.</summary>
    public void Prepare()
    {
        if (!IsReady)
        {
            OnReady(Compute);
        }
        else if (!constraint.IsCompletedSuccessfully || Known() is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Calls on a pool thread when the constraint is known or will never be.</summary>
    public void OnReady(Action call) =>
        _ = constraint.ContinueWith(
            _ => call(),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );

    /// <summary>What is allowed next; null is everything.</summary>
    public TokenMask? Mask()
    {
        lock (_gate)
        {
            return _mask ??= Known()?.Allowed();
        }
    }

    public void Accept(int token)
    {
        lock (_gate)
        {
            Known()?.Accept(token);
            _mask = null;
        }
    }

    void IThreadPoolWorkItem.Execute() => Compute();

    // The task is complete: nothing waits.
#pragma warning disable VSTHRD002, RS0030
    private ITokenConstraint? Known() => constraint.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, RS0030

    private void Compute()
    {
        try
        {
            Mask();
        }
        catch (Exception)
        {
            // The engine's thread asks again and meets the failure where it can end the request.
        }
    }
}
