using System.Diagnostics.CodeAnalysis;

namespace GptOssDev.CodeModel.Sources;

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

    internal static SourceReadResult Of(SourceFile file) => new(file, null);

    internal static SourceReadResult Failed(SourceFailureReason reason, string path, string message) =>
        new(null, new SourceFailure(reason, path, message));
}
