using System.Text.Json;
using GptOssDev.Grammar.Patterns;
using GptOssDev.Grammar.RegularExpressions;

namespace GptOssDev.Grammar.Json;

/// <summary>
/// Turns a JSON schema into the texts that meet it. What is outside of this subset is refused, never passed over:
/// <list type="bullet">
/// <item><c>type</c>, one or several, and <c>nullable</c>; <c>enum</c> and <c>const</c> of scalars;</item>
/// <item>objects: <c>properties</c> in the order in which they are declared, <c>required</c>, <c>additionalProperties: false</c>
/// (which goes without saying: only declared properties are written);</item>
/// <item>arrays: <c>items</c>, <c>minItems</c>, <c>maxItems</c>;</item>
/// <item>strings: <c>minLength</c> and <c>maxLength</c>, or a <c>pattern</c> that is anchored at both ends
/// (<see cref="RegularExpressionPattern"/>);</item>
/// <item>numbers: <c>minimum</c> and <c>maximum</c> that are integers, for integers the exclusive ones too; at most fifteen digits;</item>
/// <item><c>anyOf</c>; <c>oneOf</c> of schemas that exclude each other by type, by scalars or by a required scalar property;</item>
/// <item><c>$ref</c> to <c>#</c> or a pointer into the same schema, nested <see cref="MaxReferences"/> deep at most: recursion that
/// would go deeper cannot be written;</item>
/// <item>annotations such as <c>title</c>, which mean nothing here.</item>
/// </list>
/// Pure; one instance converts one schema.
/// </summary>
public sealed class JsonSchemaPattern
{
    /// <summary>How deep references are followed into each other.</summary>
    public const int MaxReferences = 12;

    private readonly JsonElement _root;
    private readonly JsonLayout _layout;
    private readonly Dictionary<(string Pointer, int Depth), Pattern> _references = [];

    private JsonSchemaPattern(JsonElement root, JsonLayout layout) => (_root, _layout) = (root, layout);

    /// <exception cref="GrammarException">The schema is outside of the subset; the message says where and what mends it.</exception>
    public static Pattern Of(JsonElement schema, JsonLayout layout) =>
        new JsonSchemaPattern(schema, layout).Value(new SchemaPlace(schema, "#", 0));

    private Pattern Value(SchemaPlace place)
    {
        var schema = place.Schema;
        if (schema.ValueKind == JsonValueKind.False)
        {
            return Pattern.Nothing;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw place.Refused("allows any value", "say which type it has");
        }

        var value =
            schema.TryGetProperty("$ref", out var reference) ? Reference(place.Allowing("$ref"), reference)
            : schema.TryGetProperty("const", out var only) ? Literals(place.Allowing("const", "type"), [only])
            : schema.TryGetProperty("enum", out var list) ? Literals(place.Allowing("enum", "type"), place.List("enum"))
            : schema.TryGetProperty("anyOf", out _) ? Alternatives(place.Allowing("anyOf"), "anyOf")
            : schema.TryGetProperty("oneOf", out _) ? OneOf(place.Allowing("oneOf"))
            : Typed(place);
        return Pattern.Rule(place.Flag("nullable") ? Pattern.Choice(value, Pattern.Text("null")) : value);
    }

    private Pattern Reference(SchemaPlace place, JsonElement reference)
    {
        var target = SchemaReference.Resolve(_root, place, reference);
        var key = (target.Path, target.Depth);
        if (target.Depth > MaxReferences)
        {
            return Pattern.Nothing;
        }

        if (!_references.TryGetValue(key, out var pattern))
        {
            pattern = Value(target);
            _references.Add(key, pattern);
        }

        return pattern;
    }

    private static Pattern Literals(SchemaPlace place, IEnumerable<JsonElement> values)
    {
        var types = place.Types();
        var fitting = new List<Pattern>();
        foreach (var value in values)
        {
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                throw place.Refused(
                    "lists an object or an array",
                    "only strings, numbers, booleans and null can be listed"
                );
            }

            if (types.Count == 0 || types.Any(type => JsonKinds.Fits(value, type)))
            {
                fitting.Add(JsonText.Literal(value));
            }
        }

        return Pattern.Choice(fitting);
    }

    private Pattern Alternatives(SchemaPlace place, string keyword) =>
        Pattern.Choice([.. place.Schemas(keyword).Select(Value)]);

    private Pattern OneOf(SchemaPlace place)
    {
        if (!SchemaOverlap.AllExclusive(_root, place.Schemas("oneOf")))
        {
            throw place.Refused(
                "has alternatives in oneOf that one value could meet together",
                "use anyOf, or give each a required property with a const of its own"
            );
        }

        return Alternatives(place, "oneOf");
    }

    private Pattern Typed(SchemaPlace place)
    {
        var types = place.Types();
        if (types.Count == 0)
        {
            types = place.ImpliedTypes();
        }

        place.Allowing(["type", .. types.SelectMany(JsonKinds.KeywordsOf)]);
        return Pattern.Choice([.. types.Select(type => OfType(place, type))]);
    }

    private Pattern OfType(SchemaPlace place, string type) =>
        type switch
        {
            "object" => Object(place),
            "array" => Array(place),
            "string" => String(place),
            "integer" => Integer(place),
            "number" => Number(place),
            "boolean" => Pattern.OneOf("true", "false"),
            _ => Pattern.Text("null"),
        };

    private Pattern Object(SchemaPlace place)
    {
        if (place.Schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind != JsonValueKind.False)
        {
            throw place.Refused("has additionalProperties", "declare every property, and set it to false");
        }

        var required = place.List("required").Select(r => r.GetString() ?? "").ToHashSet(StringComparer.Ordinal);
        var properties = place.Properties();
        if (required.Except(properties.Select(p => p.Name)).FirstOrDefault() is { } undeclared)
        {
            throw place.Refused($"requires \"{undeclared}\" and does not declare it", "add it to properties");
        }

        return Pattern.Sequence(
            Pattern.Text("{"),
            _layout.Gap,
            Members([.. properties.Select(p => (Member(p.Name, p.Place), required.Contains(p.Name)))]),
            Pattern.Text("}")
        );
    }

    private Pattern Member(string name, SchemaPlace place) =>
        Pattern.Sequence(JsonText.Literal(name), Pattern.Text(":"), _layout.AfterColon, Value(place), _layout.Gap);

    /// <summary>The members in their order, those that are not required left out at will, with commas between what is there.</summary>
    private Pattern Members(List<(Pattern Member, bool Required)> members)
    {
        var comma = Pattern.Sequence(Pattern.Text(","), _layout.Gap);
        var afterFirst = Pattern.Empty;
        var first = Pattern.Empty;
        for (var i = members.Count - 1; i >= 0; i--)
        {
            var (member, required) = members[i];
            var begun = Pattern.Sequence(member, afterFirst);
            first = required ? begun : Pattern.Choice(begun, first);
            var next = Pattern.Sequence(comma, member);
            afterFirst = Pattern.Sequence(required ? next : Pattern.Optional(next), afterFirst);
        }

        return first;
    }

    private Pattern Array(SchemaPlace place)
    {
        if (!place.Schema.TryGetProperty("items", out var items))
        {
            throw place.Refused("is an array of anything", "say in items what it holds");
        }

        var (min, max) = place.Bounds("minItems", "maxItems");
        var item = Pattern.Sequence(Value(place.Below("items", items)), _layout.Gap);
        var more = Pattern.Repeat(
            Pattern.Sequence(Pattern.Text(","), _layout.Gap, item),
            Math.Max(0, min - 1),
            max is { } most ? Math.Max(0, most - 1) : null
        );
        var some = max == 0 ? Pattern.Nothing : Pattern.Sequence(item, more);
        return Pattern.Sequence(
            Pattern.Text("["),
            _layout.Gap,
            min == 0 ? Pattern.Optional(some) : some,
            Pattern.Text("]")
        );
    }

    private static Pattern String(SchemaPlace place)
    {
        var quote = Pattern.Text("\"");
        var (min, max) = place.Bounds("minLength", "maxLength");
        if (!place.Schema.TryGetProperty("pattern", out var expression))
        {
            return Pattern.Sequence(quote, Pattern.Repeat(Pattern.One(JsonText.AnyCharacter), min, max), quote);
        }

        if (min > 0 || max is not null)
        {
            throw place.Refused("has a pattern and a length", "put the length into the pattern, such as ^[a-z]{1,8}$");
        }

        try
        {
            var text = expression.GetString() ?? "";
            return Pattern.Sequence(quote, RegularExpressionPattern.Anchored(text, JsonText.CharacterOf), quote);
        }
        catch (GrammarException e)
        {
            throw place.Refused($"has a pattern that cannot be enforced: {e.Message}", "write a simpler one");
        }
    }

    private static Pattern Integer(SchemaPlace place)
    {
        var low = place.Number("minimum") is { } minimum ? Math.Ceiling(minimum) : -JsonNumbers.Largest;
        var high = place.Number("maximum") is { } maximum ? Math.Floor(maximum) : JsonNumbers.Largest;
        if (place.Number("exclusiveMinimum") is { } above)
        {
            low = Math.Max(low, Math.Floor(above) + 1);
        }

        if (place.Number("exclusiveMaximum") is { } below)
        {
            high = Math.Min(high, Math.Ceiling(below) - 1);
        }

        return JsonNumbers.Integers(Clamped(low), Clamped(high));
    }

    private static Pattern Number(SchemaPlace place)
    {
        if (place.Has("exclusiveMinimum") || place.Has("exclusiveMaximum"))
        {
            throw place.Refused("is a number with an exclusive bound", "use minimum and maximum, or the type integer");
        }

        var (low, high) = (place.Number("minimum"), place.Number("maximum"));
        if (low is null && high is null)
        {
            return JsonNumbers.Any;
        }

        if (low is { } l && l != Math.Floor(l) || high is { } h && h != Math.Floor(h))
        {
            throw place.Refused("is bounded by a number that is no integer", "use integers for minimum and maximum");
        }

        return JsonNumbers.Between(Clamped(low ?? -JsonNumbers.Largest), Clamped(high ?? JsonNumbers.Largest));
    }

    private static long Clamped(decimal number) =>
        (long)Math.Clamp(number, -JsonNumbers.Largest, (decimal)JsonNumbers.Largest);
}
