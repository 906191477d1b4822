using System.Text.Json;

namespace GptOssDev.Grammar.Json;

/// <summary>A schema inside of a schema, and where it stands; reads its keywords and says what is wrong with them. Immutable.</summary>
/// <param name="Path">A pointer such as <c>#/properties/name</c>.</param>
/// <param name="Depth">References followed to come here.</param>
internal sealed record SchemaPlace(JsonElement Schema, string Path, int Depth)
{
    private const int MostAlternatives = 1000;

    private static readonly HashSet<string> _annotations =
    [
        "$comment",
        "$defs",
        "$id",
        "$schema",
        "default",
        "definitions",
        "deprecated",
        "description",
        "examples",
        "nullable",
        "readOnly",
        "title",
        "writeOnly",
    ];

    public SchemaPlace Below(string name, JsonElement schema) => this with { Schema = schema, Path = $"{Path}/{name}" };

    public GrammarException Refused(string what, string remedy) => new($"the schema at {Path} {what}: {remedy}");

    /// <summary>This place, when it has no other keywords than these and annotations.</summary>
    public SchemaPlace Allowing(params IReadOnlyCollection<string> keywords)
    {
        foreach (var property in Schema.EnumerateObject())
        {
            if (!_annotations.Contains(property.Name) && !keywords.Contains(property.Name))
            {
                throw Refused($"uses \"{property.Name}\", which cannot be enforced here", "leave it out");
            }
        }

        return this;
    }

    public bool Has(string keyword) => Schema.TryGetProperty(keyword, out _);

    public bool Flag(string keyword) =>
        Schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.True;

    public IReadOnlyList<JsonElement> List(string keyword)
    {
        if (!Schema.TryGetProperty(keyword, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostAlternatives)
        {
            throw Refused($"has a {keyword} that is no list of a sensible length", "write a list");
        }

        return [.. value.EnumerateArray()];
    }

    public IReadOnlyList<SchemaPlace> Schemas(string keyword) =>
        [.. List(keyword).Select((schema, i) => Below($"{keyword}/{i}", schema))];

    public IReadOnlyList<(string Name, SchemaPlace Place)> Properties()
    {
        if (!Schema.TryGetProperty("properties", out var properties))
        {
            return [];
        }

        if (properties.ValueKind != JsonValueKind.Object)
        {
            throw Refused("has properties that are no object", "write an object of names and schemas");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. properties
                .EnumerateObject()
                .Select(p =>
                    names.Add(p.Name)
                        ? (p.Name, Below($"properties/{p.Name}", p.Value))
                        : throw Refused($"declares \"{p.Name}\" twice", "leave one out")
                ),
        ];
    }

    /// <summary>The types it names; none when it names none.</summary>
    public IReadOnlyList<string> Types()
    {
        if (!Schema.TryGetProperty("type", out var value))
        {
            return [];
        }

        var types = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        return
        [
            .. types.Select(t =>
                t.ValueKind == JsonValueKind.String && JsonKinds.All.Contains(t.GetString()!)
                    ? t.GetString()!
                    : throw Refused($"has the type {t.GetRawText()}", $"use {string.Join(", ", JsonKinds.All)}")
            ),
        ];
    }

    /// <summary>The type that its keywords belong to, where it names none.</summary>
    public IReadOnlyList<string> ImpliedTypes() =>
        Has("properties") ? ["object"]
        : Has("items") ? ["array"]
        : throw Refused("says no type", $"use {string.Join(", ", JsonKinds.All)}");

    public decimal? Number(string keyword)
    {
        if (!Schema.TryGetProperty(keyword, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            ? number
            : throw Refused($"has a {keyword} that is no number of a sensible size", "write a number");
    }

    public (int Min, int? Max) Bounds(string min, string max)
    {
        var (low, high) = (Count(min) ?? 0, Count(max));
        return low <= (high ?? int.MaxValue)
            ? (low, high)
            : throw Refused($"has a {min} above its {max}", "exchange them");
    }

    private int? Count(string keyword)
    {
        const int Most = 100_000;
        return Number(keyword) switch
        {
            null => null,
            { } n when n >= 0 && n <= Most && n == Math.Floor(n) => (int)n,
            _ => throw Refused($"has a {keyword} that is no count up to {Most}", "write a smaller whole number"),
        };
    }
}
