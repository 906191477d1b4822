namespace GptOssDev.Cli;

/// <summary>What the program's exit status says; scripts and hooks rely on it.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The answer is no: findings, a rejected refactoring, no completion.</summary>
    public const int No = 1;

    /// <summary>The command line, or what it names, cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>The machine or the set-up is at fault.</summary>
    public const int Environment = 3;

    /// <summary>128 and SIGINT, as shells count.</summary>
    public const int Interrupted = 130;

    /// <summary>128 and SIGPIPE, as shells count: nobody reads the output any more.</summary>
    public const int OutputClosed = 141;
}
