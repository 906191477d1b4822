namespace GptOssDev.Rpc.Messages;

/// <summary>What a message is.</summary>
internal enum EnvelopeKind
{
    Request,
    Notification,
    Result,
    Error,
    Invalid,
}
