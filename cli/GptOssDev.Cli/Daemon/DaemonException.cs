namespace GptOssDev.Cli.Daemon;

/// <summary>Why a daemon gave no result.</summary>
internal enum DaemonFailure
{
    /// <summary>No daemon could be started or reached.</summary>
    Unreachable,

    /// <summary>The connection ended before the answer came.</summary>
    ConnectionLost,

    /// <summary>The daemon answered with an error.</summary>
    Refused,
}

/// <summary>A daemon gave no result; the message is one line.</summary>
/// <param name="code">The error's code on the wire, for <see cref="DaemonFailure.Refused"/>.</param>
internal sealed class DaemonException(DaemonFailure reason, string message, int code = 0, Exception? inner = null)
    : Exception(message, inner)
{
    public DaemonFailure Reason { get; } = reason;

    public int Code { get; } = code;
}
