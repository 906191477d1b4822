using System.Diagnostics.CodeAnalysis;

namespace GptOssDev.Platform.Files;

/// <summary>Either the file that was read or the reason why not.</summary>
public sealed record SourceReadResult
{
    private SourceReadResult(SourceFile? file, SourceFailure? failure)
    {
        File = file;
        Failure = failure;
    }

    public SourceFile? File { get; }

    public SourceFailure? Failure { get; }

    [MemberNotNullWhen(true, nameof(File))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => File is not null;

    public static SourceReadResult Of(SourceFile file) => new(file, null);

    public static SourceReadResult Failed(SourceFailureReason reason, string path, string message) =>
        new(null, new SourceFailure(reason, path, message));
}
