using GptOssDev.Platform.Files;

namespace GptOssDev.Cli.Apply;

/// <summary>Edits that are in the files, and what was there before.</summary>
internal sealed class AppliedEdits(IReadOnlyList<FileChange> changes)
{
    /// <summary>Puts the old texts back. A file that changed after the edit is left as it is.</summary>
    /// <returns>The files that were left.</returns>
    public IReadOnlyList<string> TakeBack()
    {
        var left = new List<string>();
        foreach (var change in changes)
        {
            try
            {
                if (File.ReadAllBytes(change.Target).AsSpan().SequenceEqual(change.After))
                {
                    AtomicFile.Write(change.Target, change.Before);
                    continue;
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // Told to the user with those that changed.
            }

            left.Add(change.Shown);
        }

        return left;
    }
}

/// <summary>One file's bytes before and after.</summary>
/// <param name="Target">Absolute, links followed.</param>
/// <param name="Shown">The path as the user knows it.</param>
internal sealed record FileChange(string Target, string Shown, byte[] Before, byte[] After);
