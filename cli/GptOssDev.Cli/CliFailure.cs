namespace GptOssDev.Cli;

/// <summary>Why a command could not do its work.</summary>
internal enum CliFailure
{
    /// <summary>The command line, or what it names, cannot be used.</summary>
    BadInput,

    /// <summary>The machine or the set-up is at fault.</summary>
    Environment,

    /// <summary>The model had no usable answer.</summary>
    NoAnswer,

    /// <summary>Whoever read standard output has gone.</summary>
    OutputClosed,
}
