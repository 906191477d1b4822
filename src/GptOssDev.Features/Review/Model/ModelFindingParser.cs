using System.Globalization;
using System.Text.Json;

namespace GptOssDev.Features.Review.Model;

/// <summary>
/// Reads findings from what a model wrote: JSON that may stand in a code block, between sentences, or be cut off. What cannot
/// be read is passed over; nothing throws.
/// </summary>
internal static class ModelFindingParser
{
    private const int Most = 20;

    private static readonly JsonDocumentOptions _lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 16,
    };

    public static IReadOnlyList<ModelFinding> Parse(string answer)
    {
        var found = new List<ModelFinding>();
        Collect(answer, found);
        return found;
    }

    // Outer objects first; what is inside one that does not parse is looked at piece by piece.
    private static void Collect(string text, List<ModelFinding> found)
    {
        for (var at = 0; at < text.Length && found.Count < Most; at++)
        {
            if (text[at] is not '{')
            {
                continue;
            }
            var end = EndOfObject(text, at);
            if (end >= 0 && TryRead(text[at..(end + 1)], found))
            {
                at = end;
            }
        }
    }

    private static bool TryRead(string json, List<ModelFinding> found)
    {
        try
        {
            using var document = JsonDocument.Parse(json, _lenient);
            var root = document.RootElement;
            if (!root.TryGetProperty("findings", out var list))
            {
                Add(root, found);
            }
            else if (list.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in list.EnumerateArray().Take(Most - found.Count))
                {
                    Add(item, found);
                }
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Add(JsonElement item, List<ModelFinding> found)
    {
        if (item.ValueKind != JsonValueKind.Object || Text(item, "message") is not { Length: > 0 } message)
        {
            return;
        }
        var start = Number(item, "startLine") ?? Number(item, "line");
        found.Add(
            new ModelFinding(
                start,
                Number(item, "endLine") ?? start,
                Text(item, "severity"),
                Text(item, "rule"),
                message,
                Text(item, "suggestion")
            )
        );
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!.Trim()
            : null;

    private static int? Number(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value))
        {
            return null;
        }
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and < int.MaxValue
            ? (int)number
            : null;
    }

    /// <summary>Where the object that begins at an offset ends; -1 when it does not.</summary>
    private static int EndOfObject(string text, int from)
    {
        var (depth, inString) = (0, false);
        for (var i = from; i < text.Length; i++)
        {
            if (inString)
            {
                i += text[i] == '\\' ? 1 : 0;
                inString = i >= text.Length || text[i] != '"' || text[i - 1] == '\\';
            }
            else if (text[i] == '"')
            {
                inString = true;
            }
            else if (text[i] == '{')
            {
                depth++;
            }
            else if (text[i] == '}' && --depth == 0)
            {
                return i;
            }
        }
        return -1;
    }
}
