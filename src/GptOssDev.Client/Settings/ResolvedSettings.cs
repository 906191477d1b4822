using System.Globalization;

namespace GptOssDev.Client.Settings;

/// <summary>
/// Every setting with the value that counts and where it comes from. Immutable; made by <see cref="Resolve"/>.
/// </summary>
public sealed class ResolvedSettings
{
    private readonly Dictionary<SettingKey, ResolvedSetting> _settings;

    private ResolvedSettings(Dictionary<SettingKey, ResolvedSetting> settings, IReadOnlyList<string> warnings)
    {
        _settings = settings;
        Warnings = warnings;
    }

    /// <summary>What in the sources was passed over, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>In the order of <see cref="SettingKeys.All"/>.</summary>
    public IEnumerable<ResolvedSetting> All => SettingKeys.All.Select(Get);

    public string? Model => Text(SettingKeys.Model);

    public string? Effort => Text(SettingKeys.Effort);

    public double? Temperature =>
        Text(SettingKeys.Temperature) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    public int? Seed => Text(SettingKeys.Seed) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Extensions without their dot.</summary>
    public IReadOnlyList<string> CompletionOffLanguages => Words(SettingKeys.CompletionOffLanguages);

    /// <summary>Patterns of paths in the repository.</summary>
    public IReadOnlyList<string> CompletionOffPaths => Words(SettingKeys.CompletionOffPaths);

    /// <summary>Null adapts to the model's speed.</summary>
    public TimeSpan? CompletionPause =>
        Integer(SettingKeys.CompletionPauseMs) is >= 0 and var pause ? TimeSpan.FromMilliseconds(pause) : null;

    /// <summary>Null leaves it to the machine.</summary>
    public bool? CompletionPrefetch =>
        Get(SettingKeys.CompletionPrefetch).Value switch
        {
            "on" => true,
            "off" => false,
            _ => null,
        };

    /// <summary>0 is never.</summary>
    public TimeSpan IdleUnload => TimeSpan.FromSeconds(Integer(SettingKeys.IdleUnloadSeconds));

    /// <summary>0 is never.</summary>
    public TimeSpan IdleExit => TimeSpan.FromSeconds(Integer(SettingKeys.IdleExitSeconds));

    /// <summary>0 is one for each core that the process may use.</summary>
    public int Threads => Integer(SettingKeys.Threads);

    /// <summary>0 is what suits the machine.</summary>
    public int ContextTokens => Integer(SettingKeys.ContextTokens);

    /// <summary><c>auto</c> or a backend's name.</summary>
    public string Backend => Get(SettingKeys.Backend).Value;

    /// <summary>-1 is as many as fit.</summary>
    public int GpuLayers => Integer(SettingKeys.GpuLayers);

    /// <summary><c>auto</c>, <c>all</c>, <c>none</c> or a number of layers.</summary>
    public string CpuMoe => Get(SettingKeys.CpuMoe).Value;

    /// <summary><c>auto</c>, <c>on</c> or <c>off</c>.</summary>
    public string FlashAttention => Get(SettingKeys.FlashAttention).Value;

    /// <summary>As llama.cpp names the format.</summary>
    public string KvType => Get(SettingKeys.KvType).Value;

    /// <summary>0 leaves it to the engine.</summary>
    public int BatchTokens => Integer(SettingKeys.BatchTokens);

    /// <summary>Null is the newest.</summary>
    public string? Framework => Text(SettingKeys.Framework);

    /// <summary>Null is no bound.</summary>
    public long? WorkspaceMemoryBytes =>
        Integer(SettingKeys.WorkspaceMiB) is > 0 and var size ? size * 1024L * 1024 : null;

    public LogLevelSetting LogLevel =>
        LogLevelSetting.Parse(Get(SettingKeys.LogLevel).Value, out var setting) is null
            ? setting
            : throw new InvalidOperationException("a value was resolved that was not normalized");

    /// <summary>Reads the sources. Throws a <see cref="SettingsException"/> for the first one that is broken.</summary>
    public static ResolvedSettings Resolve(SettingsSources sources)
    {
        var settings = new Dictionary<SettingKey, ResolvedSetting>();
        var warnings = new List<string>();
        foreach (var key in SettingKeys.All)
        {
            settings[key] = new ResolvedSetting(key, key.Default, SettingOrigin.Default, null);
        }

        if (sources.UserFile is { } user)
        {
            AddFile(user, SettingOrigin.UserFile);
        }

        if (sources.RepositoryRoot is { } root)
        {
            AddFile(Path.Combine(root, SettingsFile.RepositoryFileName), SettingOrigin.RepositoryFile);
        }

        foreach (var key in SettingKeys.All)
        {
            if (FromEnvironment(key, sources.Environment) is { } value)
            {
                settings[key] = new ResolvedSetting(key, value, SettingOrigin.Environment, key.EnvironmentVariable);
            }
        }

        foreach (var (key, value) in sources.Flags)
        {
            settings[key] = new ResolvedSetting(key, value, SettingOrigin.Flag, null);
        }

        return new ResolvedSettings(settings, warnings);

        void AddFile(string path, SettingOrigin origin)
        {
            var content = SettingsFile.Read(path, origin == SettingOrigin.RepositoryFile);
            warnings.AddRange(content.Warnings);
            foreach (var (key, value) in content.Values)
            {
                settings[key] = new ResolvedSetting(key, value, origin, path);
            }
        }
    }

    public ResolvedSetting Get(SettingKey key) => _settings[key];

    private static string? FromEnvironment(SettingKey key, Func<string, string?> environment)
    {
        if (key.Kind == SettingKind.Folders || environment(key.EnvironmentVariable) is not { Length: > 0 } text)
        {
            return null;
        }

        return key.Normalize(text, out var value) is { } problem
            ? throw new SettingsException(
                SettingsFailure.BadValue,
                $"the variable {key.EnvironmentVariable}: '{text}' {problem}"
            )
            : value;
    }

    private string[] Words(SettingKey key) =>
        Get(key).Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string? Text(SettingKey key) => Get(key).Value is { Length: > 0 } value ? value : null;

    private int Integer(SettingKey key) => int.Parse(Get(key).Value, CultureInfo.InvariantCulture);
}
