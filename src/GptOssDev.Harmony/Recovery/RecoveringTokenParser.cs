using GptOssDev.Harmony.Parsing;

namespace GptOssDev.Harmony.Recovery;

/// <summary>
/// The product's parser of token ids: joins bytes to text, tells control tokens by their ids only, and hands both to the
/// <see cref="RecoveringMachine"/>. Never throws. Owned by one thread.
/// </summary>
internal sealed class RecoveringTokenParser : ITokenParser
{
    // A longer message is not worth its place in a prompt as it was sampled.
    private const int MaxMessageTokens = 1 << 18;

    private readonly ITokenizer _tokenizer;
    private readonly HarmonyTokens _tokens;
    private readonly RecoveringMachine _machine;
    private readonly Utf8Assembler _characters = new();
    private readonly List<int> _fed = [];
    private bool _beganInPrompt;
    private bool _lastWasInvalid;

    public RecoveringTokenParser(ITokenizer tokenizer, HarmonyTokens tokens, ParserOptions options)
    {
        _tokenizer = tokenizer;
        _tokens = tokens;
        _machine = new RecoveringMachine(options);
        _beganInPrompt = options.Start is { OpenBody: not null } or { OpenChannel: not null };
    }

    public IReadOnlyList<HarmonyEvent> Feed(int token)
    {
        var valid = true;
        var kind = _tokens.KindOf(token) ?? (_tokenizer.IsControl(token) ? ControlKind.Other : null);
        if (kind is { } control)
        {
            _machine.Text(_characters.Flush());
            _machine.Control(control);
        }
        else if (_tokenizer.TryGetBytes(token, out var bytes))
        {
            _machine.Text(_characters.Push(bytes.Span));
        }
        else
        {
            valid = false;
            TakeInvalid(token);
        }
        _lastWasInvalid = !valid;
        return WithTokens(token);
    }

    public IReadOnlyList<HarmonyEvent> End(bool atStopToken)
    {
        _machine.Text(_characters.Flush());
        _machine.End(atStopToken);
        return WithTokens(null);
    }

    // A run of ids outside the vocabulary is one hole in the text, not many.
    private void TakeInvalid(int token)
    {
        _machine.Text(_characters.Flush());
        if (!_lastWasInvalid)
        {
            _machine.Text("\uFFFD");
            _machine.Report(RecoveryKind.InvalidToken, $"token {token} is not in the vocabulary");
        }
    }

    private HarmonyEvent[] WithTokens(int? token)
    {
        var events = _machine.Drain();
        Keep(token);
        for (var i = 0; i < events.Length; i++)
        {
            switch (events[i])
            {
                case MessageEnd end:
                    var complete =
                        end.Terminator is not (MessageTerminator.EndOfStream or MessageTerminator.NextMessage);
                    var whole = complete && !_beganInPrompt && _fed.Count <= MaxMessageTokens;
                    var clean = whole && !_machine.MessageWasRepaired;
                    events[i] = clean ? end with { Tokens = [.. _fed] } : end;
                    _beganInPrompt = false;
                    _fed.Clear();
                    break;
                case MessageStart:
                    _fed.Clear();
                    Keep(token);
                    break;
            }
        }
        return events;
    }

    private void Keep(int? token)
    {
        if (token is { } id && _fed.Count <= MaxMessageTokens)
        {
            _fed.Add(id);
        }
    }
}
