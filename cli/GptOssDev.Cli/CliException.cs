namespace GptOssDev.Cli;

/// <summary>A command could not do its work; the message is one line: what, where; what mends it.</summary>
internal sealed class CliException(CliFailure reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public CliFailure Reason { get; } = reason;

    public int ExitCode =>
        Reason switch
        {
            CliFailure.BadInput => ExitCodes.BadInput,
            CliFailure.NoAnswer => ExitCodes.No,
            CliFailure.OutputClosed => ExitCodes.OutputClosed,
            _ => ExitCodes.Environment,
        };

    public static CliException BadInput(string message) => new(CliFailure.BadInput, message);

    public static CliException Environment(string message, Exception? inner = null) =>
        new(CliFailure.Environment, message, inner);
}
