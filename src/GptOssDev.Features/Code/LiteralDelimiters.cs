namespace GptOssDev.Features.Code;

/// <summary>The marks around a string or character literal that is not interpolated. Pure.</summary>
internal static class LiteralDelimiters
{
    /// <summary>Length of <c>"</c>, <c>@"</c>, <c>"""</c>, <c>'</c>, ….</summary>
    public static int OpenerLength(string literal)
    {
        if (literal.StartsWith('@'))
        {
            return Math.Min(2, literal.Length);
        }
        var quotes = literal.Length - literal.AsSpan().TrimStart('"').Length;
        // Two quotes are an empty string; from three on they are the fence of a raw string.
        return quotes >= 3 ? FenceLength(literal, quotes) : Math.Min(1, literal.Length);
    }

    /// <summary>Length of the mark that closes it, with <c>u8</c>; 0 while it is not closed.</summary>
    public static int CloserLength(string literal, int opener)
    {
        var body =
            literal.EndsWith("u8", StringComparison.OrdinalIgnoreCase) && literal.Length > opener + 2
                ? literal[..^2]
                : literal;
        var suffix = literal.Length - body.Length;
        if (body.Length <= opener)
        {
            return 0;
        }
        if (body[0] == '@')
        {
            var quotes = body.Length - opener - body.AsSpan(opener).TrimEnd('"').Length;
            return quotes % 2 == 1 ? 1 + suffix : 0;
        }
        if (opener >= 3)
        {
            return body.Length >= 2 * opener && body.AsSpan(opener).EndsWith(body.AsSpan(0, opener))
                ? opener + suffix
                : 0;
        }
        return body[^1] == body[0] && !IsEscaped(body, body.Length - 1) ? 1 + suffix : 0;
    }

    // A run of quotes alone is cut off in the middle: what is not closed yet counts as opened.
    private static int FenceLength(string literal, int quotes) =>
        quotes == literal.Length && quotes % 2 == 0 && quotes >= 6 ? quotes / 2 : quotes;

    private static bool IsEscaped(string literal, int at)
    {
        var slashes = 0;
        while (at - 1 - slashes > 0 && literal[at - 1 - slashes] == '\\')
        {
            slashes++;
        }
        return slashes % 2 == 1;
    }
}
