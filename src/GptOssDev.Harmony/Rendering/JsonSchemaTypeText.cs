using System.Text;
using System.Text.Json;

namespace GptOssDev.Harmony.Rendering;

/// <summary>
/// Writes a JSON schema as the TypeScript-like type text on which gpt-oss models were trained. Pure. What the text
/// cannot say becomes <c>any</c>; a schema is never refused.
/// </summary>
internal static class JsonSchemaTypeText
{
    private const string PropertyIndent = "    ";
    private const string VariantIndent = "   ";

    /// <summary>The type of a value with this schema; inner lines begin with <paramref name="indent"/>.</summary>
    public static string Of(JsonElement schema, string indent = "")
    {
        if (TryGet(schema, "oneOf", JsonValueKind.Array, out var variants))
        {
            return Variants(variants, indent);
        }
        if (TryGet(schema, "type", JsonValueKind.Array, out var types))
        {
            var names = Strings(types).Select(name => name == "integer" ? "number" : name).ToList();
            if (names.Count > 0)
            {
                return string.Join(" | ", names);
            }
        }
        return Text(schema, "type") switch
        {
            "object" => Object(schema, indent),
            "array" => Member(schema, "items") is { } items ? Of(items, indent) + "[]" : "Array<any>",
            "string" => EnumText(schema),
            "number" or "integer" => "number",
            "boolean" => "boolean",
            _ => "any",
        };
    }

    private static string Object(JsonElement schema, string indent)
    {
        var text = new StringBuilder();
        AppendComment(text, indent, Text(schema, "description"));
        text.Append("{\n");
        if (TryGet(schema, "properties", JsonValueKind.Object, out var properties))
        {
            var required = TryGet(schema, "required", JsonValueKind.Array, out var list)
                ? Strings(list).ToHashSet(StringComparer.Ordinal)
                : [];
            foreach (var property in properties.EnumerateObject())
            {
                var mark = required.Contains(property.Name) ? "" : "?";
                AppendProperty(text, indent, property.Name + mark, property.Value);
            }
        }
        return text.Append(indent).Append('}').ToString();
    }

    private static void AppendProperty(StringBuilder text, string indent, string name, JsonElement schema)
    {
        if (Text(schema, "title") is { } title)
        {
            text.Append($"{indent}// {title}\n{indent}//\n");
        }
        var oneOf = Member(schema, "oneOf");
        if (oneOf is null)
        {
            AppendComment(text, indent, Text(schema, "description"));
        }
        AppendExamples(text, indent, schema);
        if (oneOf is { ValueKind: JsonValueKind.Array } variants)
        {
            AppendVariantProperty(text, indent, name, schema, variants);
            return;
        }
        text.Append($"{indent}{name}: {Nullable(schema, indent + PropertyIndent)},");
        if (oneOf is null && Default(schema, bareWithEnum: true) is { } value)
        {
            text.Append($" // {value}");
        }
        text.Append('\n');
    }

    private static void AppendVariantProperty(
        StringBuilder text,
        string indent,
        string name,
        JsonElement schema,
        JsonElement variants
    )
    {
        var description = Text(schema, "description");
        var first = variants.EnumerateArray().FirstOrDefault();
        // A description that the first variant repeats is printed neither here nor behind the variant.
        var printed = description is not null && description != Text(first, "description");
        if (printed)
        {
            AppendComment(text, indent, description);
        }
        AppendComment(text, indent, Default(schema, bareWithEnum: true));
        text.Append($"{indent}{name}:\n");
        var isFirst = true;
        foreach (var variant in variants.EnumerateArray())
        {
            var own = Text(variant, "description");
            var shown = (isFirst && printed) || own == description ? null : own;
            var comment = Join(shown, Default(variant, bareWithEnum: true));
            text.Append($"{indent} | {Nullable(variant, indent + VariantIndent)}{comment}\n");
            isFirst = false;
        }
        text.Append($"{indent},\n");
    }

    private static string Variants(JsonElement variants, string indent)
    {
        var text = new StringBuilder();
        foreach (var variant in variants.EnumerateArray())
        {
            var comment = Join(Text(variant, "description"), Default(variant, bareWithEnum: false));
            text.Append($"\n{indent} | {Nullable(variant, indent + VariantIndent)}{comment}");
        }
        return text.ToString();
    }

    private static string Nullable(JsonElement schema, string indent)
    {
        var type = Of(schema, indent);
        var nullable = Member(schema, "nullable") is { ValueKind: JsonValueKind.True };
        return nullable && !type.Contains("null", StringComparison.Ordinal) ? type + " | null" : type;
    }

    private static string EnumText(JsonElement schema)
    {
        var members = TryGet(schema, "enum", JsonValueKind.Array, out var list) ? Strings(list).ToList() : [];
        return members.Count > 0 ? string.Join(" | ", members.Select(member => $"\"{member}\"")) : "string";
    }

    private static string? Default(JsonElement schema, bool bareWithEnum)
    {
        if (Member(schema, "default") is not { } value)
        {
            return null;
        }
        if (value.ValueKind != JsonValueKind.String)
        {
            return "default: " + CompactJson.Of(value);
        }
        var hasEnum = TryGet(schema, "enum", JsonValueKind.Array, out var list) && list.GetArrayLength() > 0;
        // A variant outside a property prints the JSON form beside an enum, a property the bare word.
        return hasEnum && bareWithEnum ? $"default: {value.GetString()}"
            : hasEnum ? "default: " + CompactJson.Of(value)
            : $"default: \"{value.GetString()}\"";
    }

    private static void AppendExamples(StringBuilder text, string indent, JsonElement schema)
    {
        if (!TryGet(schema, "examples", JsonValueKind.Array, out var examples) || examples.GetArrayLength() == 0)
        {
            return;
        }
        AppendComment(text, indent, "Examples:");
        foreach (var example in Strings(examples))
        {
            AppendComment(text, indent, $"- \"{example}\"");
        }
    }

    private static void AppendComment(StringBuilder text, string indent, string? comment)
    {
        if (comment is not null)
        {
            text.Append($"{indent}// {comment}\n");
        }
    }

    private static string Join(string? description, string? value)
    {
        var parts = new[] { description, value }.Where(part => part is not null).ToList();
        return parts.Count == 0 ? "" : " // " + string.Join(' ', parts);
    }

    private static JsonElement? Member(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement schema, string name) =>
        Member(schema, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static bool TryGet(JsonElement schema, string name, JsonValueKind kind, out JsonElement value)
    {
        value = Member(schema, name) ?? default;
        return value.ValueKind == kind;
    }

    private static IEnumerable<string> Strings(JsonElement list) =>
        list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);
}
