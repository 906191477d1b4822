namespace GptOssDev.Server.Host;

/// <summary>The one failure of this layer; the message is one line for the client.</summary>
internal sealed class ServerException(ServerFailure reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public ServerFailure Reason { get; } = reason;
}
