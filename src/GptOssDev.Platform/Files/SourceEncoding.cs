namespace GptOssDev.Platform.Files;

/// <summary>How a source file's bytes hold its text; a file is written back the way it was read.</summary>
public enum SourceEncoding
{
    Utf8,
    Utf8Bom,
    Utf16LittleEndian,
    Utf16BigEndian,
}
