using System.Text.Json;

namespace GptOssDev.Grammar.Json;

/// <summary>
/// Tells whether no value meets two schemas together. Errs towards no: what it cannot tell may overlap. Pure.
/// </summary>
internal static class SchemaOverlap
{
    public static bool AllExclusive(JsonElement root, IReadOnlyList<SchemaPlace> schemas)
    {
        var shapes = schemas.Select(s => ShapeOf(root, s)).ToList();
        return shapes
            .Select((shape, i) => shapes.Skip(i + 1).All(other => Exclude(shape, other)))
            .All(exclusive => exclusive);
    }

    private static bool Exclude(Shape a, Shape b) =>
        a is { Values: { } these, Properties: null } && b is { Values: { } those, Properties: null }
            ? !these.Overlaps(those)
            : !a.Kinds.Overlaps(b.Kinds) || (a.OnlyObjects && b.OnlyObjects && PropertiesExclude(a, b));

    private static bool PropertiesExclude(Shape a, Shape b) =>
        a.Properties is { } these
        && b.Properties is { } those
        && these.Any(p => those.TryGetValue(p.Key, out var values) && !p.Value.Overlaps(values));

    private static Shape ShapeOf(JsonElement root, SchemaPlace place)
    {
        if (place.Schema.ValueKind != JsonValueKind.Object || place.Depth > JsonSchemaPattern.MaxReferences)
        {
            return Shape.Unknown;
        }

        if (place.Schema.TryGetProperty("$ref", out var reference))
        {
            return ShapeOf(root, SchemaReference.Resolve(root, place, reference));
        }

        if (ValuesOf(place) is { } values)
        {
            var kinds = values.Select(v => v.Kind).ToHashSet();
            return new Shape(
                place.Flag("nullable") ? [.. kinds, "null"] : kinds,
                place.Flag("nullable") ? null : values,
                null
            );
        }

        if (place.Has("anyOf") || place.Has("oneOf"))
        {
            return Shape.Unknown;
        }

        var types = place.Types() is { Count: > 0 } named ? named : place.ImpliedTypes();
        var all = types.Select(t => t == "integer" ? "number" : t).ToHashSet();
        if (place.Flag("nullable"))
        {
            all.Add("null");
        }

        return new Shape(all, null, RequiredValues(place));
    }

    /// <summary>The scalars of each required property that allows only some.</summary>
    private static Dictionary<string, HashSet<Scalar>> RequiredValues(SchemaPlace place)
    {
        var required = place.List("required").Select(r => r.ToString()).ToHashSet(StringComparer.Ordinal);
        return place
            .Properties()
            .Where(p => required.Contains(p.Name) && p.Place.Schema.ValueKind == JsonValueKind.Object)
            .Select(p => (p.Name, Values: ValuesOf(p.Place)))
            .Where(p => p.Values is not null)
            .ToDictionary(p => p.Name, p => p.Values!, StringComparer.Ordinal);
    }

    private static HashSet<Scalar>? ValuesOf(SchemaPlace place) =>
        place.Schema.TryGetProperty("const", out var only) ? [Scalar.Of(only)]
        : place.Has("enum") ? [.. place.List("enum").Select(Scalar.Of)]
        : null;

    /// <param name="Values">The only values, where they are listed.</param>
    /// <param name="Properties">Of an object: the only values of its required properties, where they are listed.</param>
    private sealed record Shape(
        HashSet<string> Kinds,
        HashSet<Scalar>? Values,
        Dictionary<string, HashSet<Scalar>>? Properties
    )
    {
        public static Shape Unknown { get; } = new([.. JsonKinds.All.Where(k => k != "integer")], null, null);

        public bool OnlyObjects => Kinds.SetEquals(["object"]);
    }

    /// <summary>A scalar; numbers are equal by value.</summary>
    private sealed record Scalar(string Kind, string Text, double Number)
    {
        public static Scalar Of(JsonElement value) =>
            value.ValueKind switch
            {
                JsonValueKind.String => new Scalar("string", value.GetString()!, 0),
                JsonValueKind.Number => new Scalar("number", "", value.GetDouble()),
                JsonValueKind.Null => new Scalar("null", "", 0),
                JsonValueKind.True or JsonValueKind.False => new Scalar("boolean", value.GetRawText(), 0),
                _ => new Scalar(value.ValueKind == JsonValueKind.Array ? "array" : "object", "", 0),
            };
    }
}
