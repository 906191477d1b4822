using System.Globalization;
using System.Text.Json.Nodes;

namespace GptOssDev.Tests.Integration.Inference.Constraints;

/// <summary>Random JSON schemas whose texts are bounded, so that a model that writes anything comes to an end.</summary>
internal sealed class RandomSchema(Random random)
{
    private static readonly string[] _expressions =
    [
        "^[a-f]{1,3}$",
        "^(x|yz)-\\d{2}$",
        "^[^\"a]?$",
        "^[A-Z][\\w ]{0,3}$",
    ];

    public JsonObject Next()
    {
        var root = Object(2);
        root["$defs"] = new JsonObject { ["leaf"] = Scalar() };
        return root;
    }

    private JsonObject Any(int depth) =>
        random.Next(depth > 0 ? 8 : 4) switch
        {
            4 => Object(depth - 1),
            5 => Array(depth - 1),
            6 => new JsonObject { ["$ref"] = "#/$defs/leaf" },
            7 => new JsonObject { ["anyOf"] = new JsonArray(Scalar(), Object(depth - 1), Array(depth - 1)) },
            _ => Scalar(),
        };

    private JsonObject Object(int depth)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        var count = random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            var name = random.Next(4) == 0 ? $"na \"me\" {i}" : string.Create(CultureInfo.InvariantCulture, $"p{i}");
            properties[name] = Any(depth);
            if (random.Next(2) == 0)
            {
                required.Add(name);
            }
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
    }

    private JsonObject Array(int depth)
    {
        var min = random.Next(2);
        return new JsonObject
        {
            ["type"] = "array",
            ["items"] = Any(depth),
            ["minItems"] = min,
            ["maxItems"] = min + random.Next(2),
        };
    }

    private JsonObject Scalar()
    {
        var low = random.Next(-200, 200);
        return random.Next(9) switch
        {
            0 => new JsonObject { ["type"] = "boolean" },
            1 => new JsonObject { ["type"] = new JsonArray("string", "null"), ["maxLength"] = random.Next(6) },
            2 => new JsonObject
            {
                ["type"] = "string",
                ["minLength"] = 2,
                ["maxLength"] = 2 + random.Next(6),
            },
            3 => new JsonObject { ["type"] = "string", ["pattern"] = _expressions[random.Next(_expressions.Length)] },
            4 => new JsonObject { ["type"] = "integer" },
            5 => new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = low,
                ["exclusiveMaximum"] = low + 300,
            },
            6 => new JsonObject
            {
                ["type"] = "number",
                ["minimum"] = low,
                ["maximum"] = low + 50,
            },
            7 => new JsonObject { ["type"] = "number" },
            _ => new JsonObject { ["enum"] = new JsonArray("a", "b\n\"", 1, 2.5, null, true) },
        };
    }
}
