namespace GptOssDev.Client.Settings;

/// <summary>Where a setting's value comes from, in rising precedence.</summary>
public enum SettingOrigin
{
    Default,
    UserFile,
    RepositoryFile,
    Environment,
    Flag,
}
