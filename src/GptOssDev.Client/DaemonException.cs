using System.Text.Json;

namespace GptOssDev.Client;

/// <summary>The one failure of this layer. The message is one line: what, where, and what mends it.</summary>
public sealed class DaemonException(DaemonFailure reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public DaemonFailure Reason { get; } = reason;

    /// <summary>The error code of the answer when <see cref="Reason"/> is <see cref="DaemonFailure.Answered"/>, else null.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The answer's <c>data</c> member, or null.</summary>
    public JsonElement? ErrorData { get; init; }
}
