namespace GptOssDev.Platform.Files;

/// <summary>An expected failure of reading or writing a file: what, where, and what mends it, in one line.</summary>
public sealed record SourceFailure(SourceFailureReason Reason, string Path, string Message)
{
    public override string ToString() => Message;
}
