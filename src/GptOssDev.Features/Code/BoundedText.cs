namespace GptOssDev.Features.Code;

/// <summary>Bounds texts that come from files, tools and models where they become part of a line.</summary>
internal static class BoundedText
{
    /// <summary>The beginning of a longer text, marked as such; never half of a surrogate pair.</summary>
    public static string Of(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }
        var length = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return text[..length] + "…";
    }
}
