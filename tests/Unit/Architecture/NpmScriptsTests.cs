using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace GptOssDev.Tests.Unit.Architecture;

/// <summary>
/// Every npm script begins with what is there in a fresh clone, Node.js alone, and installs the rest: no module that it
/// loads first imports a package.
/// </summary>
public sealed partial class NpmScriptsTests
{
    private const string Installer = "cli/npm/steps.mjs";

    public static TheoryData<string, string, string> Scripts()
    {
        var scripts = new TheoryData<string, string, string>();
        foreach (var folder in new[] { ".", "extension" })
        {
            using var package = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(folder, "package.json")));
            foreach (var script in package.RootElement.GetProperty("scripts").EnumerateObject())
            {
                scripts.Add(folder, script.Name, script.Value.GetString()!);
            }
        }
        return scripts;
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_of_npm_runs_in_a_fresh_clone(string folder, string name, string command)
    {
        var first = FirstProgram().Match(command);
        Assert.True(first.Success, $"{name}: '{command}' does not begin with node FILE");
        var loaded = new Dictionary<string, IReadOnlyList<string>>();

        Load(Path.GetFullPath(first.Groups["file"].Value, Repository.PathOf(folder)), loaded);

        var packages = loaded.SelectMany(m => m.Value.Select(p => $"{m.Key} imports {p}"));
        Assert.Empty(packages);
        // The browser's installer has its own list, of what is in no lock file.
        Assert.True(
            loaded.ContainsKey(Repository.PathOf(Installer.Split('/'))) || name == "e2e:install",
            $"{name}: nothing of it loads {Installer}, so it installs nothing"
        );
    }

    private static void Load(string module, Dictionary<string, IReadOnlyList<string>> loaded)
    {
        if (loaded.ContainsKey(module))
        {
            return;
        }
        var names = Import().Matches(File.ReadAllText(module)).Select(m => m.Groups["name"].Value).ToList();
        loaded[module] = [.. names.Where(n => !n.StartsWith('.') && !n.StartsWith("node:", StringComparison.Ordinal))];
        foreach (var name in names.Where(n => n.StartsWith('.')))
        {
            Load(Path.GetFullPath(name, Path.GetDirectoryName(module)!), loaded);
        }
    }

    [GeneratedRegex(@"^node (?<file>\S+\.mjs)( |$)", RegexOptions.None, 1000)]
    private static partial Regex FirstProgram();

    // An import of types alone stands in a comment; one that is written as a call runs later.
    [GeneratedRegex(@"^(import|export)\b[^'""(]*['""](?<name>[^'""]+)['""];?", RegexOptions.Multiline, 1000)]
    private static partial Regex Import();
}
