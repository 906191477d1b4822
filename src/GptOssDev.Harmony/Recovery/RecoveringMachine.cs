using GptOssDev.Harmony.Parsing;

namespace GptOssDev.Harmony.Recovery;

/// <summary>
/// The recovering parser behind both front ends: takes control tokens by meaning and text between them, and turns any
/// sequence of them into well-formed events. Never throws. Owned by one thread.
/// </summary>
internal sealed class RecoveringMachine
{
    // Beyond this a header is no header: its text becomes a body, so that a stream without markup still streams.
    private const int MaxHeaderLength = 1024;
    private const int MaxDetailLength = 120;

    private readonly IReadOnlyCollection<string>? _knownTools;
    private readonly List<HarmonyEvent> _events = [];
    private HeaderDraft? _draft;
    private UnterminatedHeaderBody? _pending;
    private bool _messageOpen;
    private bool _inBody;
    private bool _countsAsAnswer;
    private bool _isCall;
    private bool _answered;
    private bool _ended;

    public RecoveringMachine(ParserOptions options)
    {
        _knownTools = options.KnownTools;
        if (options.Start.OpenBody is { } header)
        {
            BeginMessage();
            OpenBody(header);
        }
        else if (options.Start.OpenRole is { } role)
        {
            BeginMessage();
            _draft = new HeaderDraft(role);
            if (options.Start.OpenChannel is { } channel)
            {
                _draft.AddControl(ControlKind.Channel);
                _draft.AddText(channel);
            }
        }
    }

    /// <summary>True when the message at hand, or the one that just ended, was mended.</summary>
    public bool MessageWasRepaired { get; private set; }

    /// <summary>Takes text that stands between control tokens.</summary>
    public void Text(string text)
    {
        if (_ended || text.Length == 0)
        {
            return;
        }
        if (_inBody)
        {
            AddContent(text);
            return;
        }
        _draft ??= new HeaderDraft(Role.Assistant, stray: true);
        _draft.AddText(text);
        if (_draft.Length > MaxHeaderLength)
        {
            OverflowHeader(_draft);
        }
    }

    /// <summary>Takes a control token.</summary>
    public void Control(ControlKind kind)
    {
        if (_ended)
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
            case ControlKind.Message when !_inBody:
                OnMessage();
                break;
            case ControlKind.Constrain when _draft is not null:
                _draft.AddControl(kind);
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
        _events.Add(new Recovered(kind, detail.Length > MaxDetailLength ? detail[..MaxDetailLength] : detail));
    }

    /// <summary>Closes whatever is open, as complete when the model stopped by itself.</summary>
    public void End(bool atStopToken)
    {
        if (_ended)
        {
            return;
        }
        if (_inBody)
        {
            var stopped = _isCall ? MessageTerminator.Call : MessageTerminator.Return;
            EndMessage(atStopToken ? stopped : MessageTerminator.EndOfStream);
        }
        else if (_draft is not null)
        {
            CloseHeader(_draft, atStopToken ? MessageTerminator.Return : MessageTerminator.EndOfStream);
        }
        if (_pending is { } noise)
        {
            // Nothing better came: what there is is better than nothing.
            BeginMessage();
            Report(RecoveryKind.BodyWithoutMessageToken, noise.Body);
            Emit(noise, MessageTerminator.EndOfStream);
        }
        _ended = true;
    }

    public HarmonyEvent[] Drain()
    {
        HarmonyEvent[] drained = [.. _events];
        _events.Clear();
        return drained;
    }

    private void OnStart()
    {
        if (_inBody)
        {
            Report(RecoveryKind.MissingEnd, "");
            EndMessage(MessageTerminator.NextMessage);
        }
        else if (_draft is { } old)
        {
            RestartHeader(old);
        }
        BeginMessage();
        _draft = new HeaderDraft(null);
    }

    private void RestartHeader(HeaderDraft old)
    {
        var trapped = UnterminatedHeaderBody.From(old, _knownTools);
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
        if (_inBody)
        {
            Report(RecoveryKind.MissingEnd, "");
            EndMessage(MessageTerminator.NextMessage);
        }
        _draft ??= new HeaderDraft(Role.Assistant, stray: true);
        _draft.AddControl(ControlKind.Channel);
        LimitMarkers();
    }

    private void OnMessage()
    {
        var header = _draft ?? new HeaderDraft(Role.Assistant, stray: true);
        BeginMessage();
        if (header.IsStray)
        {
            Report(RecoveryKind.MissingStart, "");
        }
        OpenBody(new RecoveringHeader(_knownTools, Report).Read(header));
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
        if (_inBody)
        {
            EndMessage(terminator);
        }
        else if (_draft is not null)
        {
            CloseHeader(_draft, terminator);
        }
        else
        {
            Report(RecoveryKind.RedundantStop, kind.ToString());
        }
    }

    // A header ends without its message token.
    private void CloseHeader(HeaderDraft header, MessageTerminator terminator)
    {
        var trapped = UnterminatedHeaderBody.From(header, _knownTools);
        _draft = null;
        if (header.IsStray && !header.HasChannel && (_answered || trapped.IsNoise))
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
            if (_messageOpen)
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
        var trapped = UnterminatedHeaderBody.From(header, _knownTools);
        if (header.IsStray && !header.HasChannel && _answered)
        {
            // Text behind a complete answer: keep nothing of it, however long it gets.
            Report(RecoveryKind.StrayText, trapped.Body);
            _draft = null;
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
        if (_draft is { Length: > MaxHeaderLength } header)
        {
            Report(RecoveryKind.HeaderRestarted, "");
            _draft = new HeaderDraft(header.Role, header.IsStray);
        }
    }

    // Noise is shown only if nothing good follows; the latest is enough.
    private void Keep(HeaderDraft header, UnterminatedHeaderBody noise)
    {
        if (!_answered && !header.IsStray && !string.IsNullOrWhiteSpace(noise.Body))
        {
            _pending = noise;
        }
    }

    private void Emit(UnterminatedHeaderBody trapped, MessageTerminator terminator)
    {
        OpenBody(trapped.Header);
        AddContent(trapped.Body);
        EndMessage(terminator);
    }

    private void BeginMessage()
    {
        if (!_messageOpen)
        {
            _messageOpen = true;
            MessageWasRepaired = false;
            _events.Add(new MessageStart());
        }
    }

    private void OpenBody(MessageHeader header)
    {
        if (_pending is { } noise)
        {
            _events.Add(new Recovered(RecoveryKind.HeaderDropped, noise.Header.Channel ?? ""));
            _pending = null;
        }
        _draft = null;
        _inBody = true;
        var kind = MessageRoute.Of(header, _knownTools).Kind;
        _countsAsAnswer = kind is RouteKind.Content or RouteKind.Call;
        _isCall = kind is RouteKind.Call or RouteKind.UnknownCall;
        _events.Add(new HeaderComplete(header));
    }

    private void AddContent(string text)
    {
        if (text.Length > 0)
        {
            _answered |= _countsAsAnswer;
            _events.Add(new ContentDelta(text));
        }
    }

    private void EndMessage(MessageTerminator terminator)
    {
        _draft = null;
        _inBody = _messageOpen = false;
        _events.Add(new MessageEnd(terminator));
    }
}
