namespace GptOssDev.Client.Settings;

/// <summary>What one settings file says.</summary>
/// <param name="Warnings">What in it was passed over, a line each.</param>
public sealed record SettingsFileContent(
    IReadOnlyDictionary<SettingKey, string> Values,
    IReadOnlyList<string> Warnings
);
