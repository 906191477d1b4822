namespace GptOssDev.Harmony.Parsing;

/// <summary>How a parser treats streams that break the format.</summary>
public enum ParserMode
{
    /// <summary>The product's mode: mends what it can, reports it, never throws.</summary>
    Recovering,

    /// <summary>As the reference library: refuses with a <see cref="HarmonyException"/>.</summary>
    Strict,

    /// <summary>As the reference library with its strict option off.</summary>
    LibraryLenient,
}
