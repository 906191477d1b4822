using System.Globalization;
using System.Text.Json;

namespace GptOssDev.Grammar.Json;

/// <summary>Follows references inside one schema document. Pure.</summary>
internal static class SchemaReference
{
    /// <summary>Where a <c>$ref</c> leads; one step deeper than where it stands.</summary>
    public static SchemaPlace Resolve(JsonElement root, SchemaPlace from, JsonElement reference)
    {
        var pointer = reference.ValueKind == JsonValueKind.String ? reference.GetString()! : "";
        if (pointer != "#" && !pointer.StartsWith("#/", StringComparison.Ordinal))
        {
            throw from.Refused($"refers to \"{pointer}\"", "refer to a place in the same schema, such as #/$defs/name");
        }

        var target = root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part)
                .Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            target = Child(target, name) ?? throw from.Refused($"refers to {pointer}, which is not there", "add it");
        }

        return new SchemaPlace(target, pointer, from.Depth + 1);
    }

    private static JsonElement? Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var property) ? property
        : parent.ValueKind == JsonValueKind.Array
        && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < parent.GetArrayLength()
            ? parent[index]
        : null;
}
