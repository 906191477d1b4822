namespace GptOssDev.Client.Settings;

/// <summary>Settings could not be read or kept; the message is one line: what, where, what mends it.</summary>
public sealed class SettingsException(SettingsFailure reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public SettingsFailure Reason { get; } = reason;
}
