namespace GptOssDev.Harmony;

/// <summary>
/// The product's parser of token ids: joins bytes to text, tells control tokens by their ids only, and hands both to the
/// <see cref="RecoveringMachine"/>. Never throws. Owned by one thread.
/// </summary>
internal sealed class RecoveringTokenParser : ITokenParser
{
    // A longer message is not worth its place in a prompt as it was sampled.
    private const int MaxMessageTokens = 1 << 18;

    private readonly ITokenizer tokenizer;
    private readonly HarmonyTokens tokens;
    private readonly RecoveringMachine machine;
    private readonly Utf8Assembler characters = new();
    private readonly List<int> fed = [];
    private bool beganInPrompt;
    private bool lastWasInvalid;

    public RecoveringTokenParser(ITokenizer tokenizer, HarmonyTokens tokens, ParserOptions options)
    {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        machine = new RecoveringMachine(options);
        beganInPrompt = options.Start is { OpenBody: not null } or { OpenChannel: not null };
    }

    public IReadOnlyList<HarmonyEvent> Feed(int token)
    {
        var valid = true;
        var kind = tokens.KindOf(token) ?? (tokenizer.IsControl(token) ? ControlKind.Other : null);
        if (kind is { } control)
        {
            machine.Text(characters.Flush());
            machine.Control(control);
        }
        else if (tokenizer.TryGetBytes(token, out var bytes))
        {
            machine.Text(characters.Push(bytes.Span));
        }
        else
        {
            valid = false;
            TakeInvalid(token);
        }
        lastWasInvalid = !valid;
        return WithTokens(token);
    }

    public IReadOnlyList<HarmonyEvent> End(bool atStopToken)
    {
        machine.Text(characters.Flush());
        machine.End(atStopToken);
        return WithTokens(null);
    }

    // A run of ids outside the vocabulary is one hole in the text, not many.
    private void TakeInvalid(int token)
    {
        machine.Text(characters.Flush());
        if (!lastWasInvalid)
        {
            machine.Text("\uFFFD");
            machine.Report(RecoveryKind.InvalidToken, $"token {token} is not in the vocabulary");
        }
    }

    private HarmonyEvent[] WithTokens(int? token)
    {
        var events = machine.Drain();
        Keep(token);
        for (var i = 0; i < events.Length; i++)
        {
            switch (events[i])
            {
                case MessageEnd end:
                    var complete =
                        end.Terminator is not (MessageTerminator.EndOfStream or MessageTerminator.NextMessage);
                    var whole = complete && !beganInPrompt && fed.Count <= MaxMessageTokens;
                    var clean = whole && !machine.MessageWasRepaired;
                    events[i] = clean ? end with { Tokens = [.. fed] } : end;
                    beganInPrompt = false;
                    fed.Clear();
                    break;
                case MessageStart:
                    fed.Clear();
                    Keep(token);
                    break;
            }
        }
        return events;
    }

    private void Keep(int? token)
    {
        if (token is { } id && fed.Count <= MaxMessageTokens)
        {
            fed.Add(id);
        }
    }
}
