using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using GptOssDev.Harmony.Recovery;

namespace GptOssDev.Harmony.Parsing;

/// <summary>
/// Reads a stream as the reference library does, with its option <c>strict</c> on or off. Exists to prove agreement with
/// it; the product uses <see cref="RecoveringTokenParser"/>. Owned by one thread.
/// </summary>
internal sealed class ReferenceTokenParser : ITokenParser
{
    private readonly ITokenizer _tokenizer;
    private readonly HarmonyTokens _tokens;
    private readonly bool _strict;
    private readonly Utf8Assembler _content = new(oneErrorPerPush: true);
    private readonly List<byte> _header = [];
    private readonly List<HarmonyEvent> _events = [];
    private State _state;
    private Role? _openRole;
    private bool _headerHasTokens;
    private bool _headerInvalid;
    private bool _poisoned;

    public ReferenceTokenParser(ITokenizer tokenizer, HarmonyTokens tokens, ParserOptions options)
    {
        _tokenizer = tokenizer;
        _tokens = tokens;
        _strict = options.Mode == ParserMode.Strict;
        _openRole = options.Start.OpenRole;
        if (options.Start.OpenBody is { } body)
        {
            _events.Add(new MessageStart());
            Open(body);
        }
        else if (_openRole is not null)
        {
            BeginHeader();
            if (options.Start.OpenChannel is { } channel)
            {
                _header.AddRange(Encoding.UTF8.GetBytes(ControlText.Channel + channel));
                _headerHasTokens = true;
            }
        }
    }

    private enum State
    {
        BetweenMessages,
        Header,
        Body,
    }

    public IReadOnlyList<HarmonyEvent> Feed(int token)
    {
        switch (_state)
        {
            case State.BetweenMessages when token != _tokens.Start:
                throw new HarmonyException(
                    HarmonyFailure.UnexpectedToken,
                    $"Unexpected token {(uint)token} while expecting start token {_tokens.Start}"
                );
            case State.BetweenMessages:
                BeginHeader();
                break;
            case State.Header when token == _tokens.Message:
                var parsed = ReferenceHeader.Parse(HeaderText(), _openRole);
                _openRole = null;
                Open(parsed);
                break;
            case State.Header when !_strict && _tokens.EndsMessage(token):
                CloseHeader(token);
                break;
            case State.Header:
                _headerHasTokens = true;
                _headerInvalid |= !_tokenizer.TryGetBytes(token, out var headerBytes);
                _header.AddRange(headerBytes.Span);
                break;
            case State.Body when _tokens.EndsMessage(token):
                CloseBody(TerminatorOf(token));
                break;
            default:
                AddContent(token);
                break;
        }
        return Drain();
    }

    public IReadOnlyList<HarmonyEvent> End(bool atStopToken)
    {
        if (_state == State.Header)
        {
            throw new HarmonyException(
                HarmonyFailure.UnexpectedEnd,
                "Unexpected EOS while waiting for message header to complete"
            );
        }
        if (_state == State.Body)
        {
            CloseBody(atStopToken ? MessageTerminator.Return : MessageTerminator.EndOfStream);
        }
        return Drain();
    }

    private void BeginHeader()
    {
        _header.Clear();
        _headerHasTokens = _headerInvalid = false;
        _state = State.Header;
        _events.Add(new MessageStart());
    }

    private void Open(MessageHeader parsed)
    {
        _events.Add(new HeaderComplete(parsed));
        _state = State.Body;
    }

    // Without the strict option the first message may lack its message token; later ones vanish.
    private void CloseHeader(int token)
    {
        if (_openRole is { } role && _headerHasTokens)
        {
            var (parsed, body) = ReferenceHeader.ParseWithoutMessageToken(HeaderText(), role);
            _events.Add(new HeaderComplete(parsed));
            AddDelta(body);
        }
        _openRole = null;
        _state = State.BetweenMessages;
        _events.Add(new MessageEnd(TerminatorOf(token)));
    }

    private void AddContent(int token)
    {
        if (_poisoned || !_tokenizer.TryGetBytes(token, out var bytes))
        {
            // The library cannot decode anything more of this message once it has met an unknown id.
            _poisoned = true;
            return;
        }
        AddDelta(_content.Push(bytes.Span));
    }

    private void CloseBody(MessageTerminator terminator)
    {
        AddDelta((_poisoned ? "\uFFFD" : "") + _content.Flush());
        _poisoned = false;
        _state = State.BetweenMessages;
        _events.Add(new MessageEnd(terminator));
    }

    private string HeaderText() =>
        _headerInvalid || !Utf8.IsValid(CollectionsMarshal.AsSpan(_header))
            ? throw new HarmonyException(HarmonyFailure.InvalidToken, "could not decode header")
            : Encoding.UTF8.GetString([.. _header]);

    private void AddDelta(string text)
    {
        if (text.Length > 0)
        {
            _events.Add(new ContentDelta(text));
        }
    }

    private MessageTerminator TerminatorOf(int token) =>
        token == _tokens.Return ? MessageTerminator.Return
        : token == _tokens.Call ? MessageTerminator.Call
        : MessageTerminator.End;

    private HarmonyEvent[] Drain()
    {
        HarmonyEvent[] drained = [.. _events];
        _events.Clear();
        return drained;
    }
}
