namespace GptOssDev.JsonRpc.Messages;

internal enum MessageKind
{
    Request,
    Notification,
    Result,
    Error,
    Invalid,
}
