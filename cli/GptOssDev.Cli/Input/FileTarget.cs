using GptOssDev.Contracts;

namespace GptOssDev.Cli.Input;

/// <summary>A file named on the command line, with the place in it.</summary>
/// <param name="Path">Absolute. For standard input a file that does not exist, in the working directory.</param>
/// <param name="IsStandardInput">Whether <c>-</c> was given.</param>
internal sealed record FileTarget(string Path, bool IsStandardInput)
{
    /// <summary>The cursor, for <c>FILE:LINE:COL</c>.</summary>
    public Position Position { get; init; }

    /// <summary>The lines, for <c>FILE:LINE[-LINE]</c>; null is the whole file.</summary>
    public LineSpan? Lines { get; init; }
}
