using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Json;

/// <summary>Where blanks may stand in JSON. Always bounded: a model that may write blanks may write them forever.</summary>
public sealed class JsonLayout
{
    private const int MostIndent = 24;

    private JsonLayout(Pattern gap, Pattern afterColon) => (Gap, AfterColon) = (gap, afterColon);

    /// <summary>No blanks.</summary>
    public static JsonLayout Compact { get; } = new(Pattern.Empty, Pattern.Empty);

    /// <summary>Between the parts a space, or a new line with some indentation, or nothing: what models like to write.</summary>
    public static JsonLayout Spaced { get; } =
        new(
            Pattern.Choice(
                Pattern.Empty,
                Pattern.Text(" "),
                Pattern.Sequence(Pattern.Text("\n"), Pattern.Repeat(Pattern.One(CharSet.Of(' ')), 0, MostIndent))
            ),
            Pattern.Optional(Pattern.Text(" "))
        );

    internal Pattern Gap { get; }

    internal Pattern AfterColon { get; }
}
