using System.Text.Json;
using GptOssDev.CodeModel;
using GptOssDev.Contracts;
using GptOssDev.Features;
using GptOssDev.Harmony;
using GptOssDev.Inference;
using GptOssDev.Llama;
using GptOssDev.Rpc;
using GptOssDev.Server.Host;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// The only place where a failure becomes an error code. Expected failures keep their one line; anything else is a bug: it goes
/// to the log with its stack, and the client hears only that it happened. Safe on any thread.
/// </summary>
internal sealed class ErrorMapper(ILogger<ErrorMapper> log)
{
    public RpcException Map(string method, Exception failure)
    {
        switch (failure)
        {
            case RpcException answered:
                return answered;
            case ServerException { Reason: ServerFailure.BadParams } bad:
                return new RpcException(ErrorCodes.InvalidParams, bad.Message, inner: bad);
            case ServerException { Reason: ServerFailure.ContentModified } behind:
                return new RpcException(ErrorCodes.ContentModified, behind.Message, inner: behind);
            case ServerException { Reason: ServerFailure.Cancelled } cancelled:
                return new RpcException(ErrorCodes.RequestCancelled, cancelled.Message, inner: cancelled);
            case ServerException e:
                return Answer(e.Reason == ServerFailure.Busy ? ErrorCodes.Busy : ErrorCodes.Environment, e.Reason, e);
            case FeatureException e:
                return Answer(CodeOf(e.Reason), e.Reason, e);
            case InferenceException e:
                return Answer(CodeOf(e.Reason), e.Reason, e);
            case LlamaException e:
                return Answer(ErrorCodes.Environment, e.Reason, e);
            case CodeModelException e:
                var isClosed = e.Reason == CodeModelReason.Closed;
                return Answer(isClosed ? ErrorCodes.Environment : ErrorCodes.BadInput, e.Reason, e);
            case HarmonyException { Reason: HarmonyFailure.MissingControlToken } e:
                return Answer(ErrorCodes.Environment, e.Reason, e);
            case OperationCanceledException:
                // Not by the client, so the daemon gave the request up.
                return new RpcException(ErrorCodes.ServerCancelled, $"{method} was given up", inner: failure);
            default:
                log.LogError(failure, "{Method} failed", method);
                return new RpcException(
                    ErrorCodes.InternalError,
                    $"internal error in {method}: gptoss logs has the details",
                    inner: failure
                );
        }
    }

    private static int CodeOf(InferenceFailure reason) =>
        reason switch
        {
            InferenceFailure.QueueFull or InferenceFailure.ModelBusy => ErrorCodes.Busy,
            InferenceFailure.PromptTooLong => ErrorCodes.BadInput,
            _ => ErrorCodes.Environment,
        };

    private static int CodeOf(FeatureFailure reason) =>
        reason switch
        {
            FeatureFailure.BadInput => ErrorCodes.BadInput,
            FeatureFailure.NoAnswer => ErrorCodes.NoAnswer,
            _ => ErrorCodes.Environment,
        };

    private static RpcException Answer(int code, Enum reason, Exception failure) =>
        new(
            code,
            failure.Message,
            JsonSerializer.SerializeToElement(
                new ErrorData(JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString())),
                ProtocolJson.Default.ErrorData
            ),
            failure
        );
}
