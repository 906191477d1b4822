namespace GptOssDev.Features;

/// <summary>
/// The one failure this layer throws; the message is one line that says what, where and what mends it. Failures of the
/// layers below (<c>InferenceException</c>) pass through unchanged, expected outcomes are values.
/// </summary>
public sealed class FeatureException : Exception
{
    public FeatureException(FeatureFailure reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    public FeatureFailure Reason { get; }
}
