namespace GptOssDev.Harmony;

/// <summary>
/// The one exception of this layer: a vocabulary that cannot speak the format, a message that cannot be written, or, in
/// the parser modes that follow the reference library, a stream it refuses. The recovering parser never throws it.
/// </summary>
public sealed class HarmonyException : Exception
{
    public HarmonyException(HarmonyFailure reason, string message)
        : base(message)
    {
        Reason = reason;
    }

    public HarmonyFailure Reason { get; }
}
