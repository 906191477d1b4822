namespace GptOssDev.Changes.Git;

/// <summary>One path that differs between two states.</summary>
/// <param name="OldId">Name of the old content's object; empty when git has none.</param>
/// <param name="NewId">Empty when git has none: the content lies in the working tree.</param>
/// <param name="Status">Git's letter: A, C, D, M, R, T, U.</param>
/// <param name="OldPath">With forward slashes, relative to the repository; the same as the new one unless renamed or copied.</param>
public sealed record GitChange(
    GitMode OldMode,
    GitMode NewMode,
    string OldId,
    string NewId,
    char Status,
    string OldPath,
    string NewPath
);
