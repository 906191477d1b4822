using System.Text.Json;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

/// <summary>Finds the vector files and sorts them by the kind they name; their file names mean nothing.</summary>
internal static class VectorFolder
{
    private const string Variable = "GPTOSS_HARMONY_VECTORS";

    private static readonly Lazy<string?> _found = new(Find);
    private static readonly Lazy<List<(string Kind, string Path)>> _files = new(() => [.. List()]);

    public static string? Root => _found.Value;

    public static IEnumerable<string> Kinds => _files.Value.Select(file => file.Kind).Distinct();

    /// <summary>One row per file of a kind; one empty row when there is none, so that the test can say why it skips.</summary>
    public static TheoryData<string> Rows(string kind)
    {
        var rows = new TheoryData<string>();
        foreach (var (_, path) in _files.Value.Where(file => file.Kind == kind))
        {
            rows.Add(Path.GetRelativePath(Root!, path).Replace('\\', '/'));
        }
        if (rows.Count == 0)
        {
            rows.Add("");
        }
        return rows;
    }

    public static JsonElement Read(string row)
    {
        if (row.Length == 0)
        {
            Assert.Skip(
                Root is null
                    ? $"no harmony vectors: neither {Variable} nor a folder shared/harmony/vectors above the repository"
                    : $"no vectors of this kind in {Root}"
            );
        }
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root!, row)));
        return document.RootElement.Clone();
    }

    public static string ReadBeside(string row, string file) =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.Combine(Root!, row))!, file));

    private static IEnumerable<(string Kind, string Path)> List()
    {
        if (Root is null)
        {
            yield break;
        }
        foreach (var path in Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories).Order())
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            if (document.RootElement.TryGetProperty("kind", out var kind))
            {
                yield return (kind.GetString()!, path);
            }
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
        {
            return Directory.Exists(chosen)
                ? chosen
                : throw new DirectoryNotFoundException($"{Variable} names a folder that does not exist: {chosen}");
        }
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GptOssDev.sln")))
        {
            folder = folder.Parent;
        }
        for (folder = folder?.Parent; folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "harmony", "vectors");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }
}
