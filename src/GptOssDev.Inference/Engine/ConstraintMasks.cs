using GptOssDev.Inference.Constraints;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// A generation's constraint, with the next mask computed on a pool thread while the model computes the logits it is for.
/// The engine's thread calls it; whichever of the two threads comes first computes, the other waits for that.
/// </summary>
internal sealed class ConstraintMasks(ITokenConstraint constraint) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private TokenMask? _mask;

    /// <summary>Starts to compute the mask of the next token.</summary>
    public void Prepare() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    public TokenMask Mask()
    {
        lock (_gate)
        {
            return _mask ??= constraint.Allowed();
        }
    }

    public void Accept(int token)
    {
        lock (_gate)
        {
            constraint.Accept(token);
            _mask = null;
        }
    }

    void IThreadPoolWorkItem.Execute()
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
