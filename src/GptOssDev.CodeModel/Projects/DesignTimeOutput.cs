using System.Text.Json;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>Reads the JSON that the build prints for the properties and items it was asked for.</summary>
internal static class DesignTimeOutput
{
    public static readonly IReadOnlyList<string> Properties =
    [
        "TargetPath",
        "TargetRefPath",
        "TargetFramework",
        "TargetFrameworks",
        "ProjectAssetsFile",
        "AssemblyName",
    ];

    public static readonly IReadOnlyList<string> Items = ["CscCommandLineArgs", "ProjectReference"];

    /// <summary>The build's answer, or null when the text holds no such JSON.</summary>
    public static ProjectBuild? Read(string project, string text)
    {
        // Warnings may stand before the JSON: it starts at the first line that is a brace.
        var start = text.StartsWith('{') ? 0 : text.IndexOf("\n{", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }
        try
        {
            var json = System.Text.Encoding.UTF8.GetBytes(text[start..]);
            var reader = new Utf8JsonReader(json, isFinalBlock: true, default);
            using var document = JsonDocument.ParseValue(ref reader);
            return From(project, document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProjectBuild From(string project, JsonElement root)
    {
        var folder = Path.GetDirectoryName(project)!;
        var arguments = Identities(root, "CscCommandLineArgs");
        var outputs = new[] { Property(root, "TargetPath"), Property(root, "TargetRefPath") }
            .OfType<string>()
            .Select(path => PathNames.Absolute(folder, path))
            .ToList();
        return new ProjectBuild(
            project,
            arguments,
            outputs,
            [.. Identities(root, "ProjectReference").Select(path => PathNames.Absolute(folder, path))],
            Property(root, "ProjectAssetsFile"),
            Property(root, "TargetFramework"),
            Property(root, "AssemblyName") ?? Path.GetFileNameWithoutExtension(project)
        );
    }

    /// <summary>One property's value; null when it is empty or absent.</summary>
    public static string? Property(JsonElement root, string name) =>
        root.TryGetProperty("Properties", out var properties)
        && properties.TryGetProperty(name, out var value)
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static IReadOnlyList<string> Identities(JsonElement root, string item)
    {
        if (!root.TryGetProperty("Items", out var items) || !items.TryGetProperty(item, out var list))
        {
            return [];
        }
        return [.. list.EnumerateArray().Select(e => e.GetProperty("Identity").GetString()).OfType<string>()];
    }
}
