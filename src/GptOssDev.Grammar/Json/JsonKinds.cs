using System.Text.Json;

namespace GptOssDev.Grammar.Json;

/// <summary>The types of JSON schema and what belongs to each. Pure.</summary>
internal static class JsonKinds
{
    public static IReadOnlyList<string> All { get; } =
    ["object", "array", "string", "integer", "number", "boolean", "null"];

    public static IReadOnlyList<string> KeywordsOf(string type) =>
        type switch
        {
            "object" => ["properties", "required", "additionalProperties"],
            "array" => ["items", "minItems", "maxItems"],
            "string" => ["minLength", "maxLength", "pattern"],
            "integer" or "number" => ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
            _ => [],
        };

    /// <summary>Whether a scalar is of a type.</summary>
    public static bool Fits(JsonElement scalar, string type) =>
        scalar.ValueKind switch
        {
            JsonValueKind.String => type == "string",
            JsonValueKind.Number => type == "number" || (type == "integer" && IsInteger(scalar)),
            JsonValueKind.Null => type == "null",
            _ => type == "boolean",
        };

    private static bool IsInteger(JsonElement number) =>
        number.TryGetDecimal(out var value) && value == Math.Floor(value);
}
