namespace GptOssDev.CodeModel;

/// <summary>Why the code model could not do what was asked.</summary>
public enum CodeModelReason
{
    RootMissing,
    InvalidPath,
    DocumentNotOpen,
    DocumentMissing,
    PositionOutsideText,
    Closed,
}
