namespace GptOssDev.Harmony;

/// <summary>
/// The ids of the control tokens in one model's vocabulary. Models number them differently, so they are looked up by
/// their text. Immutable.
/// </summary>
public sealed record HarmonyTokens(
    int Start,
    int End,
    int Message,
    int Channel,
    int Constrain,
    int Return,
    int Call,
    int? EndOfText
)
{
    /// <summary>Ids at which generation stops: return, call and, where the vocabulary has it, end of text.</summary>
    public IReadOnlyList<int> StopTokens => EndOfText is { } eot ? [Return, Call, eot] : [Return, Call];

    /// <summary>Looks the ids up in a vocabulary.</summary>
    /// <exception cref="HarmonyException">A token that the format needs is missing.</exception>
    public static HarmonyTokens From(ITokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return new HarmonyTokens(
            Find(ControlText.Start),
            Find(ControlText.End),
            Find(ControlText.Message),
            Find(ControlText.Channel),
            Find(ControlText.Constrain),
            Find(ControlText.Return),
            Find(ControlText.Call),
            tokenizer.TryGetControlToken(ControlText.EndOfText, out var eot) ? eot : null
        );

        int Find(string text) =>
            tokenizer.TryGetControlToken(text, out var id)
                ? id
                : throw new HarmonyException(
                    HarmonyFailure.MissingControlToken,
                    $"the model's vocabulary has no {text} token: it was not made for the harmony format"
                );
    }

    /// <summary>True for the ids that end a message when a stream is read.</summary>
    public bool EndsMessage(int id) => id == End || id == Return || id == Call;

    /// <summary>True for the ids at which generation stops; the end of a message is not one of them.</summary>
    public bool StopsGeneration(int id) => id == Return || id == Call || id == EndOfText;

    /// <summary>What an id means to the format; null for every other token.</summary>
    internal ControlKind? KindOf(int id) =>
        id == Start ? ControlKind.Start
        : id == End ? ControlKind.End
        : id == Message ? ControlKind.Message
        : id == Channel ? ControlKind.Channel
        : id == Constrain ? ControlKind.Constrain
        : id == Return ? ControlKind.Return
        : id == Call ? ControlKind.Call
        : id == EndOfText ? ControlKind.EndOfText
        : null;
}
