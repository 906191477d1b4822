namespace GptOssDev.Client.Settings;

/// <summary>Where settings come from, in rising precedence.</summary>
/// <param name="UserFile">The user's file; it need not exist, and null leaves it out.</param>
/// <param name="RepositoryRoot">The folder whose <c>.gptoss.json</c> counts; null has none.</param>
/// <param name="Environment">A variable's value by name; null when it is not set.</param>
public sealed record SettingsSources(string? UserFile, string? RepositoryRoot, Func<string, string?> Environment)
{
    /// <summary>What the command line says.</summary>
    public IReadOnlyDictionary<SettingKey, string> Flags { get; init; } = new Dictionary<SettingKey, string>();
}
