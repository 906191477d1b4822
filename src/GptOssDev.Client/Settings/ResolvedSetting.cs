namespace GptOssDev.Client.Settings;

/// <param name="Value">Empty when nobody set it and it has no default.</param>
/// <param name="Where">The file or variable the value comes from; null for a default or a flag.</param>
public sealed record ResolvedSetting(SettingKey Key, string Value, SettingOrigin Origin, string? Where);
