namespace GptOssDev.Harmony;

/// <summary>
/// Where in a message a stream begins: what the prompt has already said. Comes from the renderer together with the
/// prompt.
/// </summary>
public sealed record ParserStart
{
    private ParserStart() { }

    /// <summary>The role the prompt has already written; null when the stream begins between messages.</summary>
    internal Role? OpenRole { get; private init; }

    /// <summary>The channel the prompt has already named while the header is still open.</summary>
    internal string? OpenChannel { get; private init; }

    /// <summary>The whole header, when the stream begins in a body.</summary>
    internal MessageHeader? OpenBody { get; private init; }

    /// <summary>Between messages: the stream brings its own start token.</summary>
    public static ParserStart BetweenMessages { get; } = new();

    /// <summary>Behind <c>&lt;|start|&gt;assistant</c>: the usual end of a prompt.</summary>
    public static ParserStart AssistantHeader { get; } = new() { OpenRole = Role.Assistant };

    /// <summary>Behind a start token and a role.</summary>
    public static ParserStart InHeader(Role role, string? channel = null) =>
        new() { OpenRole = role, OpenChannel = channel };

    /// <summary>In the body of a message whose header the prompt has written.</summary>
    public static ParserStart InBody(MessageHeader header) => new() { OpenBody = header };
}
