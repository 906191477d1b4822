using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Harmony;

/// <summary>What a model may write in the harmony format.</summary>
/// <param name="Functions">Functions that it may call, by their identifiers, and what their arguments must match; null arguments are any text.</param>
/// <param name="Final">What the answer must match; null is any text.</param>
/// <param name="Before">What each message before it, thought or preamble, must match; null is any text.</param>
public sealed record HarmonyRules(
    IReadOnlyList<HarmonyFunction> Functions,
    Pattern? Final = null,
    Pattern? Before = null
)
{
    /// <summary>No calls, and any answer.</summary>
    public static HarmonyRules FreeAnswer { get; } = new([]);
}

/// <param name="Name">As it stands in a header behind the namespace.</param>
public sealed record HarmonyFunction(string Name, Pattern? Arguments = null);
