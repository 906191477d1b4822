namespace GptOssDev.CodeModel.Sources;

/// <summary>Why a source file could not be read or written.</summary>
public enum SourceFailureReason
{
    Missing,
    Directory,
    TooLarge,
    Binary,
    NotText,
    AccessDenied,
    ReadOnly,
    ChangedOnDisk,
    AlreadyExists,
    InvalidPath,
    IoError,
}
