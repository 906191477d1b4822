namespace GptOssDev.Harmony.Rendering;

/// <summary>
/// Turns a conversation into token ids. The only place where control tokens come from: every piece of text is encoded
/// by itself as ordinary text. Holds no state beyond the vocabulary, so it may be used from any thread.
/// </summary>
public sealed class HarmonyRenderer
{
    private readonly ITokenizer _tokenizer;

    /// <exception cref="HarmonyException">The vocabulary lacks a token that the format needs.</exception>
    public HarmonyRenderer(ITokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        Tokens = HarmonyTokens.From(tokenizer);
    }

    /// <summary>The control tokens of the vocabulary.</summary>
    public HarmonyTokens Tokens { get; }

    /// <summary>Renders a prompt: the messages, then the header of the next one.</summary>
    /// <exception cref="HarmonyException">A message cannot be written.</exception>
    public RenderedPrompt RenderForCompletion(Conversation conversation, RenderOptions? options = null) =>
        Render(conversation, (options ?? RenderOptions.Default) with { Mode = RenderMode.Completion });

    /// <summary>Renders in the mode that the options name.</summary>
    /// <exception cref="HarmonyException">A message cannot be written.</exception>
    public RenderedPrompt Render(Conversation conversation, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(options);
        var ids = new List<int>();
        var offersFunctions = conversation.Messages.Any(m => m.Content is DeveloperContent { Functions.Count: > 0 });
        var messages = AnalysisFilter.Apply(conversation.Messages, options.Analysis);
        foreach (var message in messages)
        {
            Append(ids, message, offersFunctions);
        }
        if (options.Mode == RenderMode.Completion)
        {
            var start = AppendOpening(ids, options);
            return new RenderedPrompt([.. ids], start);
        }
        var last = messages.Count > 0 ? messages[^1] : null;
        var answered = last is { Author.Role: Role.Assistant, Channel: Channels.Final };
        if (options.Mode == RenderMode.Training && answered && ids[^1] == Tokens.End)
        {
            ids[^1] = Tokens.Return;
        }
        return new RenderedPrompt([.. ids], ParserStart.BetweenMessages);
    }

    private ParserStart AppendOpening(List<int> ids, RenderOptions options)
    {
        ids.Add(Tokens.Start);
        AppendText(ids, RoleText.Of(options.NextRole));
        var start = ParserStart.InHeader(options.NextRole);
        if (options.Prefill is { } prefill)
        {
            ids.Add(Tokens.Channel);
            AppendText(ids, prefill.Channel);
            start = ParserStart.InHeader(options.NextRole, prefill.Channel);
            if (prefill.Text is { } text)
            {
                ids.Add(Tokens.Message);
                AppendText(ids, text);
                start = ParserStart.InBody(new MessageHeader(new Author(options.NextRole), prefill.Channel));
            }
        }
        return start;
    }

    private void Append(List<int> ids, Message message, bool offersFunctions)
    {
        if (message is { RawTokens: { Count: > 0 } raw, Author.Role: Role.Assistant })
        {
            AppendRaw(ids, message, raw);
            return;
        }
        ids.Add(Tokens.Start);
        AppendHeader(ids, message);
        ids.Add(Tokens.Message);
        CheckContent(message);
        AppendText(ids, ContentText.Of(message.Content, offersFunctions));
        ids.Add(EndOf(message));
    }

    private void AppendHeader(List<int> ids, Message message)
    {
        var (role, name) = (message.Author.Role, message.Author.Name);
        if (role == Role.Tool)
        {
            var tool = string.IsNullOrEmpty(name)
                ? throw new HarmonyException(HarmonyFailure.InvalidMessage, "a tool message needs the tool's name")
                : name;
            AppendText(ids, tool);
        }
        else
        {
            AppendText(ids, RoleText.Of(role));
            AppendText(ids, name is null ? "" : $":{name}");
        }
        if (message.Recipient is { } recipient and not "all")
        {
            AppendText(ids, $" to={recipient}");
        }
        if (message.Channel is { } channel)
        {
            ids.Add(Tokens.Channel);
            AppendText(ids, channel);
        }
        AppendContentType(ids, message.ContentType);
    }

    private void AppendContentType(List<int> ids, string? contentType)
    {
        if (contentType is null)
        {
            return;
        }
        if (!contentType.StartsWith(ControlText.Constrain, StringComparison.Ordinal))
        {
            AppendText(ids, $" {contentType}");
            return;
        }
        AppendText(ids, " ");
        ids.Add(Tokens.Constrain);
        AppendText(ids, contentType[ControlText.Constrain.Length..]);
    }

    // The model's own ids go out unchanged between a proper beginning and a proper end.
    private void AppendRaw(List<int> ids, Message message, IReadOnlyList<int> raw)
    {
        if (raw[0] != Tokens.Start)
        {
            ids.Add(Tokens.Start);
            AppendText(ids, RoleText.Of(Role.Assistant));
        }
        ids.AddRange(raw);
        if (ids[^1] == Tokens.Return)
        {
            ids[^1] = Tokens.End;
        }
        else if (!Tokens.EndsMessage(ids[^1]))
        {
            ids.Add(EndOf(message));
        }
    }

    private int EndOf(Message message) =>
        message.Author.Role == Role.Assistant && message.Recipient is not null ? Tokens.Call : Tokens.End;

    private void AppendText(List<int> ids, string text)
    {
        if (text.Length > 0)
        {
            ids.AddRange(_tokenizer.Encode(text));
        }
    }

    private static void CheckContent(Message message)
    {
        var fits = message.Content switch
        {
            SystemContent => message.Author.Role == Role.System,
            DeveloperContent => message.Author.Role == Role.Developer,
            _ => true,
        };
        if (!fits)
        {
            throw new HarmonyException(
                HarmonyFailure.InvalidMessage,
                $"a message of the role {RoleText.Of(message.Author.Role)} cannot hold a {message.Content.GetType().Name}"
            );
        }
    }
}
