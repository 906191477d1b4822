using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace GptOssDev.Harmony;

/// <summary>
/// Reads a stream as the reference library does, with its option <c>strict</c> on or off. Exists to prove agreement with
/// it; the product uses <see cref="RecoveringTokenParser"/>. Owned by one thread.
/// </summary>
internal sealed class ReferenceTokenParser : ITokenParser
{
    private readonly ITokenizer tokenizer;
    private readonly HarmonyTokens tokens;
    private readonly bool strict;
    private readonly Utf8Assembler content = new(oneErrorPerPush: true);
    private readonly List<byte> header = [];
    private readonly List<HarmonyEvent> events = [];
    private State state;
    private Role? openRole;
    private bool headerHasTokens;
    private bool headerInvalid;
    private bool poisoned;

    public ReferenceTokenParser(ITokenizer tokenizer, HarmonyTokens tokens, ParserOptions options)
    {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        strict = options.Mode == ParserMode.Strict;
        openRole = options.Start.OpenRole;
        if (options.Start.OpenBody is { } body)
        {
            events.Add(new MessageStart());
            Open(body);
        }
        else if (openRole is not null)
        {
            BeginHeader();
            if (options.Start.OpenChannel is { } channel)
            {
                header.AddRange(Encoding.UTF8.GetBytes(ControlText.Channel + channel));
                headerHasTokens = true;
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
        switch (state)
        {
            case State.BetweenMessages when token != tokens.Start:
                throw new HarmonyException(
                    HarmonyFailure.UnexpectedToken,
                    $"Unexpected token {(uint)token} while expecting start token {tokens.Start}"
                );
            case State.BetweenMessages:
                BeginHeader();
                break;
            case State.Header when token == tokens.Message:
                var parsed = ReferenceHeader.Parse(HeaderText(), openRole);
                openRole = null;
                Open(parsed);
                break;
            case State.Header when !strict && tokens.EndsMessage(token):
                CloseHeader(token);
                break;
            case State.Header:
                headerHasTokens = true;
                headerInvalid |= !tokenizer.TryGetBytes(token, out var headerBytes);
                header.AddRange(headerBytes.Span);
                break;
            case State.Body when tokens.EndsMessage(token):
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
        if (state == State.Header)
        {
            throw new HarmonyException(
                HarmonyFailure.UnexpectedEnd,
                "Unexpected EOS while waiting for message header to complete"
            );
        }
        if (state == State.Body)
        {
            CloseBody(atStopToken ? MessageTerminator.Return : MessageTerminator.EndOfStream);
        }
        return Drain();
    }

    private void BeginHeader()
    {
        header.Clear();
        headerHasTokens = headerInvalid = false;
        state = State.Header;
        events.Add(new MessageStart());
    }

    private void Open(MessageHeader parsed)
    {
        events.Add(new HeaderComplete(parsed));
        state = State.Body;
    }

    // Without the strict option the first message may lack its message token; later ones vanish.
    private void CloseHeader(int token)
    {
        if (openRole is { } role && headerHasTokens)
        {
            var (parsed, body) = ReferenceHeader.ParseWithoutMessageToken(HeaderText(), role);
            events.Add(new HeaderComplete(parsed));
            AddDelta(body);
        }
        openRole = null;
        state = State.BetweenMessages;
        events.Add(new MessageEnd(TerminatorOf(token)));
    }

    private void AddContent(int token)
    {
        if (poisoned || !tokenizer.TryGetBytes(token, out var bytes))
        {
            // The library cannot decode anything more of this message once it has met an unknown id.
            poisoned = true;
            return;
        }
        AddDelta(content.Push(bytes.Span));
    }

    private void CloseBody(MessageTerminator terminator)
    {
        AddDelta((poisoned ? "\uFFFD" : "") + content.Flush());
        poisoned = false;
        state = State.BetweenMessages;
        events.Add(new MessageEnd(terminator));
    }

    private string HeaderText() =>
        headerInvalid || !Utf8.IsValid(CollectionsMarshal.AsSpan(header))
            ? throw new HarmonyException(HarmonyFailure.InvalidToken, "could not decode header")
            : Encoding.UTF8.GetString([.. header]);

    private void AddDelta(string text)
    {
        if (text.Length > 0)
        {
            events.Add(new ContentDelta(text));
        }
    }

    private MessageTerminator TerminatorOf(int token) =>
        token == tokens.Return ? MessageTerminator.Return
        : token == tokens.Call ? MessageTerminator.Call
        : MessageTerminator.End;

    private HarmonyEvent[] Drain()
    {
        HarmonyEvent[] drained = [.. events];
        events.Clear();
        return drained;
    }
}
