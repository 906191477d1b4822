using System.Text.Json;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Tools;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony.Vectors;

/// <summary>Reads the parts that several kinds of vector files share.</summary>
internal static class VectorData
{
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? Text(this JsonElement element, string name) => element.Get(name)?.GetString();

    public static bool Flag(this JsonElement element, string name) => element.Get(name)?.GetBoolean() ?? false;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Get(name) is { } list ? [.. list.EnumerateArray()] : [];

    /// <summary>Ids are unsigned in the files; one beyond our range stays an id outside the vocabulary.</summary>
    public static int[] Ids(this JsonElement element, string name) =>
        [.. element.Items(name).Select(id => unchecked((int)id.GetUInt32()))];

    public static string[]? OfferedTools(this JsonElement input) =>
        input.Get("offered_tools") is null ? null : [.. input.Items("offered_tools").Select(tool => tool.GetString()!)];

    public static ParserStart Start(this JsonElement input) =>
        input.Text("implicit_role") is { } role ? ParserStart.InHeader(RoleOf(role)) : ParserStart.BetweenMessages;

    public static Role RoleOf(string word) =>
        RoleText.TryParse(word, out var role) ? role : throw new FormatException(word);

    public static List<ParsedMessage> Messages(this JsonElement element, string name) =>
        [
            .. element
                .Items(name)
                .Select(m => new ParsedMessage(
                    m.Text("role")!,
                    m.Text("name"),
                    m.Text("channel"),
                    m.Text("recipient"),
                    m.Text("content_type"),
                    m.Text("text") ?? ""
                )),
        ];

    /// <summary>Compares an answer with what a file expects of it.</summary>
    public static void AssertAnswer(JsonElement expected, HarmonyAnswer answer)
    {
        Assert.Equal(expected.Text("reasoning") ?? "", answer.Reasoning);
        Assert.Equal(expected.Text("content") ?? "", answer.Content);
        AssertCalls(expected, answer.ToolCalls);
    }

    public static void AssertCalls(JsonElement expected, IReadOnlyList<ToolCall> calls)
    {
        var wanted = expected.Items("tool_calls").ToList();
        Assert.Equal(wanted.Select(call => call.Text("name")), calls.Select(call => call.Name));
        foreach (var (want, call) in wanted.Zip(calls))
        {
            if (want.Get("arguments") is not { } arguments)
            {
                continue;
            }
            if (arguments.ValueKind == JsonValueKind.String)
            {
                Assert.Equal(arguments.GetString(), call.RawArguments);
                continue;
            }
            Assert.NotNull(call.Arguments);
            Assert.True(JsonElement.DeepEquals(arguments, call.Arguments.Value), call.RawArguments);
        }
    }
}
