namespace GptOssDev.JsonRpc;

/// <summary>
/// The id of a request: a JSON number or string, kept as its JSON text so that it goes back exactly as it came. Two ids are
/// equal when their texts are. An immutable value, safe on any thread.
/// </summary>
public readonly record struct JsonRpcId
{
    private readonly string? _json;

    internal JsonRpcId(string json) => _json = json;

    /// <summary>The id as JSON text; <c>null</c> (the JSON word) for an id that could not be read.</summary>
    public string Json => _json ?? "null";

    /// <summary>Whether this is no id, as in the answer to a message that could not be read.</summary>
    public bool IsNull => _json is null;

    /// <summary>The id for a call that this side makes.</summary>
    public static JsonRpcId Of(long number) => new(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public override string ToString() => Json;
}
