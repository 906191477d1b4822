namespace GptOssDev.Platform.Processes;

/// <summary>A program to run, without a shell: arguments are passed as they are.</summary>
/// <param name="Folder">The working folder.</param>
/// <param name="TimeLimit">After this time the process and its children are killed.</param>
public sealed record ProcessInvocation(
    string Program,
    IReadOnlyList<string> Arguments,
    string Folder,
    TimeSpan TimeLimit
)
{
    /// <summary>Variables to set, or with null to remove, on top of the process's own environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Which of the process's own variables the program gets; null is all.</summary>
    public Func<string, bool>? Inherits { get; init; }

    /// <summary>What standard input holds.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The most bytes of standard output that are kept; more kills the process.</summary>
    public int MaxOutputBytes { get; init; } = 16 * 1024 * 1024;
}
