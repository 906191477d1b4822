namespace GptOssDev.Contracts;

/// <summary>Who sends a message.</summary>
public enum WireSender
{
    Client,
    Server,
}

/// <summary>One method of the wire, as the protocol page and the generated types tell it.</summary>
/// <param name="Summary">What it does, one or two sentences.</param>
/// <param name="Params">The type of its params.</param>
/// <param name="Result">The type of its result; null for a notification.</param>
public sealed record WireMethod(string Name, string Summary, Type Params, Type? Result = null)
{
    public WireSender Sender { get; init; } = WireSender.Client;

    /// <summary>Whether a client that wants no answer may send the request as a notification.</summary>
    public bool AlsoNotification { get; init; }

    /// <summary>What streams under the params' <c>partialResultToken</c>; null streams nothing.</summary>
    public Type? Partial { get; init; }

    /// <summary>The method that must have been answered or sent before; null may be sent at once.</summary>
    public string? After { get; init; }

    /// <summary>Codes beside those that every request may be answered with.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];
}
