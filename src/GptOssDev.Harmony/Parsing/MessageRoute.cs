using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony.Parsing;

/// <summary>Who a message is for.</summary>
internal enum RouteKind
{
    Reasoning,
    Content,
    Call,

    /// <summary>A recipient nobody offered.</summary>
    UnknownCall,

    /// <summary>A message that is not the assistant's.</summary>
    Hidden,
}

/// <summary>Where a message goes. A function's name wins over the channel; a final message is always shown.</summary>
/// <param name="Kind">Who it is for.</param>
/// <param name="Function">The function's name for a call, else empty.</param>
internal readonly record struct MessageRoute(RouteKind Kind, string Function = "")
{
    public static MessageRoute Of(MessageHeader header, IReadOnlyCollection<string>? knownTools)
    {
        if (header.Recipient is { } recipient && FunctionAddress.TryResolve(recipient, knownTools, out var function))
        {
            return new MessageRoute(RouteKind.Call, function);
        }
        if (header.Author.Role != Role.Assistant)
        {
            return new MessageRoute(RouteKind.Hidden);
        }
        if (header.Channel == Channels.Final)
        {
            return new MessageRoute(RouteKind.Content);
        }
        if (!FunctionAddress.IsNobody(header.Recipient))
        {
            return new MessageRoute(RouteKind.UnknownCall);
        }
        return new MessageRoute(header.Channel == Channels.Analysis ? RouteKind.Reasoning : RouteKind.Content);
    }
}
