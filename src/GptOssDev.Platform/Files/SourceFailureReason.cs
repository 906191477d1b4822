namespace GptOssDev.Platform.Files;

/// <summary>Why a source file could not be read.</summary>
public enum SourceFailureReason
{
    Missing,
    Directory,
    TooLarge,
    Binary,
    NotText,
    AccessDenied,
    InvalidPath,
    IoError,
}
