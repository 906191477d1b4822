namespace GptOssDev.CodeModel.Documents;

/// <summary>A half-open stretch of a text, from <paramref name="Start"/> up to and without <paramref name="End"/>.</summary>
public readonly record struct TextRange(TextPosition Start, TextPosition End)
{
    /// <summary>An empty range at one place.</summary>
    public static TextRange At(TextPosition position) => new(position, position);

    public bool IsEmpty => Start == End;

    public override string ToString() => $"{Start}-{End}";
}
