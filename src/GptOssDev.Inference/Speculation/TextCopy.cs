namespace GptOssDev.Inference.Speculation;

/// <summary>Copies what follows a position of a text, as the Lempel-Ziv codes do: past the end it reads what it has written.</summary>
internal static class TextCopy
{
    /// <param name="from">A position before the end.</param>
    /// <returns>Tokens written: the destination is filled.</returns>
    public static int Write(ReadOnlySpan<int> text, int from, Span<int> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            var at = from + i;
            destination[i] = at < text.Length ? text[at] : destination[at - text.Length];
        }

        return destination.Length;
    }
}
