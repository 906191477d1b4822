namespace GptOssDev.Platform.Files;

/// <summary>The line ending of a text. <see cref="None"/> is a text of one line; <see cref="Mixed"/> has several kinds.</summary>
public enum LineEnding
{
    None,
    Lf,
    Crlf,
    Cr,
    Mixed,
}
