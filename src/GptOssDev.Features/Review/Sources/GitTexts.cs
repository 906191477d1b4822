using GptOssDev.Changes.Git;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Review.Sources;

/// <summary>The texts of objects that were read together.</summary>
internal sealed class GitTexts(IReadOnlyDictionary<string, byte[]> contents)
{
    public static async Task<GitTexts> ReadAsync(
        GitRepository repository,
        IEnumerable<string> ids,
        CancellationToken cancellationToken
    ) => new(GitFailures.Value(await repository.ReadAsync(ids, SourceFile.DefaultLimit, cancellationToken)));

    /// <summary>The text of an object, or why it is not known.</summary>
    /// <param name="path">For the decoding and the message.</param>
    public (string? Text, string? Why) Of(string id, string path)
    {
        if (!contents.TryGetValue(id, out var bytes))
        {
            return (null, "its content is not in the repository or is too large");
        }
        return Of(SourceFile.Decode(path, bytes));
    }

    /// <summary>The text that was read, or why there is none.</summary>
    public static (string? Text, string? Why) Of(SourceReadResult read) =>
        read is not { File: { } file } ? (null, read.Failure!.Message)
        : LargeFilePointer.Is(file.Text) ? (null, LargeFilePointer.Why)
        : (file.Text, null);
}
