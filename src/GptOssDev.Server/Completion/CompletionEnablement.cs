using GptOssDev.Client.Settings;

namespace GptOssDev.Server.Completion;

/// <summary>
/// Tells for which files suggestions while typing are switched off, by the user's settings and the <c>.gptoss.json</c> of the
/// repository a file lies in. What a folder's files say is remembered for a moment. Any thread.
/// </summary>
/// <param name="settings">Reads the settings that count in a repository; null is outside of any.</param>
internal sealed class CompletionEnablement(Func<string?, ResolvedSettings> settings, TimeProvider time)
{
    private const int MaxFolders = 256;
    private const int MaxDepth = 64;
    private static readonly TimeSpan _remembered = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Rules Rules, long Since)> _folders = new(StringComparer.Ordinal);

    private sealed record Rules(string? Root, IReadOnlyList<string> Languages, IReadOnlyList<PathPattern> Paths);

    /// <summary>Why a file has no suggestions, in one line; null when it has.</summary>
    /// <param name="path">Absolute.</param>
    public string? DisabledReason(string path)
    {
        var rules = RulesFor(Path.GetDirectoryName(path) ?? path);
        var language = Path.GetExtension(path).TrimStart('.');
        foreach (var off in rules.Languages)
        {
            if (off == "*" || off.TrimStart('*', '.').Equals(language, StringComparison.OrdinalIgnoreCase))
            {
                return $"suggestions are off for {off}: gptoss config list shows where that is set";
            }
        }
        var relative = (rules.Root is null ? path : Path.GetRelativePath(rules.Root, path)).Replace('\\', '/');
        return rules.Paths.Any(pattern => pattern.Matches(relative.TrimStart('/')))
            ? $"suggestions are off for {relative}: gptoss config list shows where that is set"
            : null;
    }

    private Rules RulesFor(string folder)
    {
        lock (_gate)
        {
            if (_folders.TryGetValue(folder, out var known) && time.GetElapsedTime(known.Since) < _remembered)
            {
                return known.Rules;
            }
            if (_folders.Count >= MaxFolders)
            {
                _folders.Clear();
            }
            var rules = Read(RootOf(folder));
            _folders[folder] = (rules, time.GetTimestamp());
            return rules;
        }
    }

    private Rules Read(string? root)
    {
        var resolved = settings(root);
        return new Rules(
            root,
            resolved.CompletionOffLanguages,
            [.. resolved.CompletionOffPaths.Select(pattern => new PathPattern(pattern))]
        );
    }

    /// <summary>The repository around a folder: the nearest with git's folder or our own file.</summary>
    private static string? RootOf(string folder)
    {
        var at = folder;
        for (var depth = 0; at is not null && depth < MaxDepth; depth++, at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Join(at, SettingsFile.RepositoryFileName)) || Path.Exists(Path.Join(at, ".git")))
            {
                return at;
            }
        }
        return null;
    }
}
