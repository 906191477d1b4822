namespace GptOssDev.Features.Review.Sources;

/// <summary>Recognizes what Git LFS keeps in place of a file. Source of the format: the specification of Git LFS.</summary>
internal static class LargeFilePointer
{
    public const string Why = "a Git LFS pointer: the repository does not hold its content";

    private const int MaxLength = 1024;

    public static bool Is(string text) =>
        text.Length <= MaxLength
        && text.StartsWith("version https://", StringComparison.Ordinal)
        && text.Contains("\noid sha256:", StringComparison.Ordinal);
}
