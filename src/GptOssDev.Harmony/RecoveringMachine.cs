namespace GptOssDev.Harmony;

/// <summary>
/// The recovering parser behind both front ends: takes control tokens by meaning and text between them, and turns any
/// sequence of them into well-formed events. Never throws. Owned by one thread.
/// </summary>
internal sealed class RecoveringMachine
{
    // Beyond this a header is no header: its text becomes a body, so that a stream without markup still streams.
    private const int MaxHeaderLength = 1024;
    private const int MaxDetailLength = 120;

    private readonly IReadOnlyCollection<string>? knownTools;
    private readonly List<HarmonyEvent> events = [];
    private HeaderDraft? draft;
    private TrappedBody? pending;
    private bool messageOpen;
    private bool inBody;
    private bool countsAsAnswer;
    private bool isCall;
    private bool answered;
    private bool ended;

    public RecoveringMachine(ParserOptions options)
    {
        knownTools = options.KnownTools;
        if (options.Start.OpenBody is { } header)
        {
            BeginMessage();
            OpenBody(header);
        }
        else if (options.Start.OpenRole is { } role)
        {
            BeginMessage();
            draft = new HeaderDraft(role);
            if (options.Start.OpenChannel is { } channel)
            {
                draft.AddControl(ControlKind.Channel);
                draft.AddText(channel);
            }
        }
    }

    /// <summary>True when the message at hand, or the one that just ended, was mended.</summary>
    public bool MessageWasRepaired { get; private set; }

    /// <summary>Takes text that stands between control tokens.</summary>
    public void Text(string text)
    {
        if (ended || text.Length == 0)
        {
            return;
        }
        if (inBody)
        {
            AddContent(text);
            return;
        }
        draft ??= new HeaderDraft(Role.Assistant, stray: true);
        draft.AddText(text);
        if (draft.Length > MaxHeaderLength)
        {
            OverflowHeader(draft);
        }
    }

    /// <summary>Takes a control token.</summary>
    public void Control(ControlKind kind)
    {
        if (ended)
        {
            return;
        }
        switch (kind)
        {
            case ControlKind.Start:
                OnStart();
                break;
            case ControlKind.Channel:
                OnChannel();
                break;
            case ControlKind.Message when !inBody:
                OnMessage();
                break;
            case ControlKind.Constrain when draft is not null:
                draft.AddControl(kind);
                LimitMarkers();
                break;
            case ControlKind.End or ControlKind.Return or ControlKind.Call or ControlKind.EndOfText:
                OnStop(kind);
                break;
            default:
                Report(RecoveryKind.ControlTokenSkipped, kind.ToString());
                break;
        }
    }

    /// <summary>Reports a repair that a front end made.</summary>
    public void Report(RecoveryKind kind, string detail)
    {
        MessageWasRepaired = true;
        events.Add(new Recovered(kind, detail.Length > MaxDetailLength ? detail[..MaxDetailLength] : detail));
    }

    /// <summary>Closes whatever is open, as complete when the model stopped by itself.</summary>
    public void End(bool atStopToken)
    {
        if (ended)
        {
            return;
        }
        if (inBody)
        {
            var stopped = isCall ? MessageTerminator.Call : MessageTerminator.Return;
            EndMessage(atStopToken ? stopped : MessageTerminator.EndOfStream);
        }
        else if (draft is not null)
        {
            CloseHeader(draft, atStopToken ? MessageTerminator.Return : MessageTerminator.EndOfStream);
        }
        if (pending is { } noise)
        {
            // Nothing better came: what there is is better than nothing.
            BeginMessage();
            Report(RecoveryKind.BodyWithoutMessageToken, noise.Body);
            Emit(noise, MessageTerminator.EndOfStream);
        }
        ended = true;
    }

    public HarmonyEvent[] Drain()
    {
        HarmonyEvent[] drained = [.. events];
        events.Clear();
        return drained;
    }

    private void OnStart()
    {
        if (inBody)
        {
            Report(RecoveryKind.MissingEnd, "");
            EndMessage(MessageTerminator.NextMessage);
        }
        else if (draft is { } old)
        {
            RestartHeader(old);
        }
        BeginMessage();
        draft = new HeaderDraft(null);
    }

    private void RestartHeader(HeaderDraft old)
    {
        var trapped = TrappedBody.From(old, knownTools);
        if (old.IsStray || trapped.IsNoise)
        {
            if (!old.IsBlank || !old.IsStray)
            {
                Report(old.IsStray ? RecoveryKind.StrayText : RecoveryKind.HeaderRestarted, trapped.Body);
            }
            Keep(old, trapped);
            return;
        }
        Report(RecoveryKind.MissingEnd, "");
        CloseHeader(old, MessageTerminator.NextMessage);
    }

    private void OnChannel()
    {
        if (inBody)
        {
            Report(RecoveryKind.MissingEnd, "");
            EndMessage(MessageTerminator.NextMessage);
        }
        draft ??= new HeaderDraft(Role.Assistant, stray: true);
        draft.AddControl(ControlKind.Channel);
        LimitMarkers();
    }

    private void OnMessage()
    {
        var header = draft ?? new HeaderDraft(Role.Assistant, stray: true);
        BeginMessage();
        if (header.IsStray)
        {
            Report(RecoveryKind.MissingStart, "");
        }
        OpenBody(new RecoveringHeader(knownTools, Report).Read(header));
    }

    private void OnStop(ControlKind kind)
    {
        var terminator = kind switch
        {
            ControlKind.End => MessageTerminator.End,
            ControlKind.Return => MessageTerminator.Return,
            ControlKind.Call => MessageTerminator.Call,
            _ => MessageTerminator.EndOfStream,
        };
        if (inBody)
        {
            EndMessage(terminator);
        }
        else if (draft is not null)
        {
            CloseHeader(draft, terminator);
        }
        else
        {
            Report(RecoveryKind.RedundantStop, kind.ToString());
        }
    }

    // A header ends without its message token.
    private void CloseHeader(HeaderDraft header, MessageTerminator terminator)
    {
        var trapped = TrappedBody.From(header, knownTools);
        draft = null;
        if (header.IsStray && !header.HasChannel && (answered || trapped.IsNoise))
        {
            if (!header.IsBlank)
            {
                Report(RecoveryKind.StrayText, trapped.Body);
            }
            return;
        }
        if (trapped.IsNoise)
        {
            Report(RecoveryKind.HeaderDropped, trapped.Body);
            Keep(header, trapped);
            if (messageOpen)
            {
                EndMessage(terminator);
            }
            return;
        }
        BeginMessage();
        Report(header.HasChannel ? RecoveryKind.BodyWithoutMessageToken : RecoveryKind.BareText, trapped.Body);
        Emit(trapped, terminator);
    }

    private void OverflowHeader(HeaderDraft header)
    {
        var trapped = TrappedBody.From(header, knownTools);
        if (header.IsStray && !header.HasChannel && answered)
        {
            // Text behind a complete answer: keep nothing of it, however long it gets.
            Report(RecoveryKind.StrayText, trapped.Body);
            draft = null;
            return;
        }
        BeginMessage();
        Report(header.HasChannel ? RecoveryKind.BodyWithoutMessageToken : RecoveryKind.BareText, trapped.Body);
        OpenBody(trapped.Header);
        AddContent(trapped.Body);
    }

    // A header of nothing but markers is begun again before it grows too long.
    private void LimitMarkers()
    {
        if (draft is { Length: > MaxHeaderLength } header)
        {
            Report(RecoveryKind.HeaderRestarted, "");
            draft = new HeaderDraft(header.Role, header.IsStray);
        }
    }

    // Noise is shown only if nothing good follows; the latest is enough.
    private void Keep(HeaderDraft header, TrappedBody noise)
    {
        if (!answered && !header.IsStray && !string.IsNullOrWhiteSpace(noise.Body))
        {
            pending = noise;
        }
    }

    private void Emit(TrappedBody trapped, MessageTerminator terminator)
    {
        OpenBody(trapped.Header);
        AddContent(trapped.Body);
        EndMessage(terminator);
    }

    private void BeginMessage()
    {
        if (!messageOpen)
        {
            messageOpen = true;
            MessageWasRepaired = false;
            events.Add(new MessageStart());
        }
    }

    private void OpenBody(MessageHeader header)
    {
        if (pending is { } noise)
        {
            events.Add(new Recovered(RecoveryKind.HeaderDropped, noise.Header.Channel ?? ""));
            pending = null;
        }
        draft = null;
        inBody = true;
        var kind = MessageRoute.Of(header, knownTools).Kind;
        countsAsAnswer = kind is RouteKind.Content or RouteKind.Call;
        isCall = kind is RouteKind.Call or RouteKind.UnknownCall;
        events.Add(new HeaderComplete(header));
    }

    private void AddContent(string text)
    {
        if (text.Length > 0)
        {
            answered |= countsAsAnswer;
            events.Add(new ContentDelta(text));
        }
    }

    private void EndMessage(MessageTerminator terminator)
    {
        draft = null;
        inBody = messageOpen = false;
        events.Add(new MessageEnd(terminator));
    }
}
