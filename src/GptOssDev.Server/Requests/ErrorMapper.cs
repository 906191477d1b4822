using System.Text.Json;
using GptOssDev.JsonRpc;
using GptOssDev.Protocol;
using GptOssDev.Server.Logging;

namespace GptOssDev.Server.Requests;

/// <summary>
/// The only place where a failure becomes an error code. Expected failures keep their one line; anything else is a bug: it goes
/// to the log with its stack, and the client hears only that it happened. Safe on any thread.
/// </summary>
internal sealed class ErrorMapper(LogFile log)
{
    public JsonRpcException Map(string method, Exception failure)
    {
        switch (failure)
        {
            case JsonRpcException answered:
                return answered;
            case ServerException { Reason: ServerFailure.BadParams } bad:
                return new JsonRpcException(ErrorCodes.InvalidParams, bad.Message, inner: bad);
            case ServerException { Reason: ServerFailure.Busy } busy:
                return Answer(ErrorCodes.Busy, "busy", busy);
            case ServerException { Reason: ServerFailure.Endpoint } endpoint:
                return Answer(ErrorCodes.Environment, "endpoint", endpoint);
            default:
                log.Error($"{method} failed: {failure}");
                return new JsonRpcException(
                    ErrorCodes.InternalError,
                    $"internal error in {method}: gptoss logs has the details",
                    inner: failure
                );
        }
    }

    private static JsonRpcException Answer(int code, string reason, Exception failure) =>
        new(
            code,
            failure.Message,
            JsonSerializer.SerializeToElement(new ErrorData(reason), ProtocolJson.Default.ErrorData),
            failure
        );
}
