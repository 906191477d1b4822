using System.Diagnostics.CodeAnalysis;

namespace GptOssDev.CodeModel.Sources;

/// <summary>Either the file as it is now on disk or the reason why it was left as it was.</summary>
public sealed record FileWriteResult
{
    private FileWriteResult(SourceFile? file, SourceFailure? failure)
    {
        File = file;
        Failure = failure;
    }

    public SourceFile? File { get; }

    public SourceFailure? Failure { get; }

    [MemberNotNullWhen(true, nameof(File))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => File is not null;

    internal static FileWriteResult Of(SourceFile file) => new(file, null);

    internal static FileWriteResult Failed(SourceFailureReason reason, string path, string message) =>
        new(null, new SourceFailure(reason, path, message));
}
