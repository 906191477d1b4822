namespace GptOssDev.Client.Settings;

/// <summary>Why settings could not be read or kept.</summary>
public enum SettingsFailure
{
    /// <summary>The file is not JSON, or not of the form settings have.</summary>
    BrokenFile,

    /// <summary>A value is none the key may have.</summary>
    BadValue,

    UnknownKey,

    /// <summary>The file cannot be read or written.</summary>
    FileAccess,
}
