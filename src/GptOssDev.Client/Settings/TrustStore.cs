using System.Text.Json;
using System.Text.Json.Nodes;
using GptOssDev.Platform.Files;

namespace GptOssDev.Client.Settings;

/// <summary>
/// The repositories the user was asked about, in one file of the user's state: whether their build code may run. A
/// decision is for exactly one folder, not for what lies in it: a repository inside a trusted one is another repository.
/// A file that cannot be read counts as no decisions; one that cannot be written throws a <see cref="SettingsException"/>.
/// </summary>
public sealed class TrustStore(string file)
{
    private const int MostDecisions = 1000;

    private static readonly StringComparison _pathComparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;

    /// <summary>What the user decided about this folder; null when never asked.</summary>
    public bool? Find(string root)
    {
        var wanted = Canonical(root);
        foreach (var (folder, trusted) in Read())
        {
            if (string.Equals(folder, wanted, _pathComparison))
            {
                return trusted;
            }
        }

        return null;
    }

    /// <summary>The trusted folders, the latest first.</summary>
    public IReadOnlyList<string> Trusted() =>
        [.. Read().Where(decision => decision.Trusted).Select(decision => decision.Folder)];

    /// <summary>Remembers a decision; null forgets it. The oldest ones go when there are too many.</summary>
    public void Set(string root, bool? trusted)
    {
        var wanted = Canonical(root);
        var decisions = Read().Where(decision => !string.Equals(decision.Folder, wanted, _pathComparison)).ToList();
        if (trusted is { } decided)
        {
            decisions.Insert(0, (wanted, decided));
        }

        var content = new JsonObject();
        foreach (var (folder, isTrusted) in decisions.Take(MostDecisions))
        {
            content[folder] = JsonValue.Create(isTrusted);
        }

        try
        {
            AtomicFile.Write(file, JsonText.Indented(content));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                SettingsFailure.FileAccess,
                $"cannot remember the trust in {file}: {problem.Message}",
                problem
            );
        }
    }

    private static string Canonical(string root) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    private List<(string Folder, bool Trusted)> Read()
    {
        var decisions = new List<(string, bool)>();
        try
        {
            if (!File.Exists(file) || JsonNode.Parse(File.ReadAllBytes(file)) is not JsonObject content)
            {
                return decisions;
            }

            foreach (var (folder, value) in content.Take(MostDecisions))
            {
                if (value is JsonValue decided && decided.TryGetValue<bool>(out var trusted))
                {
                    decisions.Add((folder, trusted));
                }
            }
        }
        catch (Exception problem)
            when (problem is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            decisions.Clear();
        }

        return decisions;
    }
}
