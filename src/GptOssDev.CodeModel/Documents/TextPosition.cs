namespace GptOssDev.CodeModel.Documents;

/// <summary>A place in a text: zero-based line and zero-based UTF-16 character, as in LSP. Plain data, any thread.</summary>
public readonly record struct TextPosition(int Line, int Character) : IComparable<TextPosition>
{
    public int CompareTo(TextPosition other) =>
        Line != other.Line ? Line.CompareTo(other.Line) : Character.CompareTo(other.Character);

    public static bool operator <(TextPosition left, TextPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(TextPosition left, TextPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(TextPosition left, TextPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TextPosition left, TextPosition right) => left.CompareTo(right) >= 0;

    /// <summary>The position as people and compilers print it: one-based <c>LINE:COLUMN</c>.</summary>
    public override string ToString() => $"{Line + 1}:{Character + 1}";
}
