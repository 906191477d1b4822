namespace GptOssDev.Harmony.Parsing;

/// <summary>One way of reading a stream of token ids.</summary>
internal interface ITokenParser
{
    IReadOnlyList<HarmonyEvent> Feed(int token);

    IReadOnlyList<HarmonyEvent> End(bool atStopToken);
}
