namespace GptOssDev.Client.Settings;

/// <summary>What a setting's value may be.</summary>
public enum SettingKind
{
    /// <summary>Any single line.</summary>
    Text,

    /// <summary>One of the words the key lists.</summary>
    Choice,

    /// <summary>A number that may have a fraction.</summary>
    Number,

    WholeNumber,

    /// <summary>One of the words the key lists, or a whole number.</summary>
    ChoiceOrNumber,

    /// <summary>A level of the log and levels of its categories: <see cref="LogLevelSetting"/>.</summary>
    LogLevel,

    /// <summary>A list of folders; kept in the user's state instead of the settings file.</summary>
    Folders,
}
