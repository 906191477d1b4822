using GptOssDev.Harmony.Rendering;
using GptOssDev.Harmony.Tools;

namespace GptOssDev.Harmony;

/// <summary>One message of a conversation: plain data, written by <see cref="HarmonyRenderer"/>.</summary>
public sealed record Message
{
    public required Author Author { get; init; }

    public required MessageContent Content { get; init; }

    public string? Channel { get; init; }

    /// <summary>Whom the message is for, such as <c>functions.read_file</c>; <c>all</c> is the same as none.</summary>
    public string? Recipient { get; init; }

    /// <summary>Such as <c>json</c>, <c>code</c> or <c>&lt;|constrain|&gt;json</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// The ids the model sampled for this assistant message, from its start token or from behind
    /// <c>&lt;|start|&gt;assistant</c> to the end marker. When set they are written as they are, because a call that is rendered again is not what the model
    /// wrote and a cached prefix would end there. Only for text that a model produced; never for text from outside.
    /// </summary>
    public IReadOnlyList<int>? RawTokens { get; init; }

    public static Message System(SystemContent content) =>
        new() { Author = new Author(Role.System), Content = content };

    public static Message Developer(DeveloperContent content) =>
        new() { Author = new Author(Role.Developer), Content = content };

    /// <summary>A developer message that holds instructions only.</summary>
    public static Message Developer(string instructions) =>
        Developer(new DeveloperContent { Instructions = instructions });

    public static Message User(string text) =>
        new() { Author = new Author(Role.User), Content = new TextContent(text) };

    public static Message Assistant(string channel, string text) =>
        new()
        {
            Author = new Author(Role.Assistant),
            Channel = channel,
            Content = new TextContent(text),
        };

    /// <summary>A call of a function on the commentary channel.</summary>
    /// <param name="function">The function's name without the namespace.</param>
    /// <param name="arguments">The arguments as JSON text.</param>
    public static Message FunctionCall(string function, string arguments) =>
        new()
        {
            Author = new Author(Role.Assistant),
            Channel = Channels.Commentary,
            Recipient = FunctionNames.Address(function),
            ContentType = ControlText.Constrain + "json",
            Content = new TextContent(arguments),
        };

    /// <summary>A function's result, on the channel of the call.</summary>
    /// <param name="function">The function's name without the namespace.</param>
    /// <param name="output">The output, as raw text.</param>
    /// <param name="channel">The channel on which the call came.</param>
    public static Message FunctionResult(string function, string output, string channel = Channels.Commentary) =>
        new()
        {
            Author = new Author(Role.Tool, FunctionNames.Address(function)),
            Channel = channel,
            Recipient = "assistant",
            Content = new TextContent(output),
        };
}
