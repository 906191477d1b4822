using GptOssDev.Harmony.Parsing;

namespace GptOssDev.Harmony.Recovery;

/// <summary>
/// Reads a model's output one token id at a time and reports what it means. Owns the state of one stream; not for use by
/// several threads at once. In <see cref="ParserMode.Recovering"/> it never throws; in the other modes it throws a
/// <see cref="HarmonyException"/> where the reference library fails.
/// </summary>
public sealed class HarmonyParser
{
    private readonly ITokenParser _parser;

    /// <exception cref="HarmonyException">The vocabulary lacks a token that the format needs.</exception>
    public HarmonyParser(ITokenizer tokenizer, ParserOptions? options = null)
    {
        var tokens = HarmonyTokens.From(tokenizer);
        var chosen = options ?? ParserOptions.Default;
        _parser =
            chosen.Mode == ParserMode.Recovering
                ? new RecoveringTokenParser(tokenizer, tokens, chosen)
                : new ReferenceTokenParser(tokenizer, tokens, chosen);
    }

    /// <summary>Takes the next id, valid or not; returns what it completed, often nothing.</summary>
    public IReadOnlyList<HarmonyEvent> Feed(int token) => _parser.Feed(token);

    /// <summary>Says that the stream has ended. Closes what is open; further calls return nothing.</summary>
    /// <param name="atStopToken">
    /// True when the model ended by itself with a stop token that was not fed, as engines do that leave it out of their
    /// stream: the open message then counts as complete.
    /// </param>
    public IReadOnlyList<HarmonyEvent> End(bool atStopToken = false) => _parser.End(atStopToken);
}
