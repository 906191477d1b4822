namespace GptOssDev.Cli;

/// <summary>
/// Tells whether standard input was closed when the process started. The runtime opens a pipe of its own before any code
/// of ours runs, and the pipe takes the free number: reading it would wait for ever. Only Linux can tell; elsewhere the
/// answer is no.
/// </summary>
internal static class ClosedInput
{
    private const string Descriptors = "/proc/self/fd";

    public static bool IsClosed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            var input = new FileInfo($"{Descriptors}/0").LinkTarget;
            return input is not null
                && input.StartsWith("pipe:", StringComparison.Ordinal)
                && Directory.EnumerateFileSystemEntries(Descriptors).Any(other => IsWriteEnd(other, input));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A pipe that others write into has its write end in their process, not in ours.</summary>
    private static bool IsWriteEnd(string descriptor, string pipe)
    {
        const string Flags = "flags:";
        if (new FileInfo(descriptor).LinkTarget != pipe)
        {
            return false;
        }

        var facts = File.ReadLines($"/proc/self/fdinfo/{Path.GetFileName(descriptor)}");
        // Octal; the last digit holds the access mode, 0 for reading.
        return facts.FirstOrDefault(fact => fact.StartsWith(Flags, StringComparison.Ordinal)) is { } flags
            && ((flags[^1] - '0') & 3) != 0;
    }
}
