using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Explain;
using GptOssDev.Server.Host;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Refactor;
using GptOssDev.Server.Review;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Status;

namespace GptOssDev.Server.Session;

/// <summary>Runs what an editor's user chose, and shows the result where the editor cannot.</summary>
internal sealed class ExecuteCommandHandler(
    EditorRefactoring refactoring,
    EditorExplanation explanation,
    EditorReview review,
    StatusHandler status
) : IRequestHandler<ExecuteCommandParams, JsonElement>
{
    public string Method => Methods.ExecuteCommand;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<ExecuteCommandParams> ParamsType => ProtocolJson.Default.ExecuteCommandParams;

    public JsonTypeInfo<JsonElement> ResultType => ProtocolJson.Default.JsonElement;

    public Task<JsonElement> HandleAsync(
        ExecuteCommandParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        parameters.Command switch
        {
            EditorCommands.Refactor => RefactorAsync(parameters, context, cancellationToken),
            EditorCommands.Explain => ExplainAsync(parameters, context, cancellationToken),
            EditorCommands.Review => ReviewAsync(parameters, context, cancellationToken),
            EditorCommands.Status => StatusAsync(context, cancellationToken),
            _ => throw new ServerException(ServerFailure.BadParams, "there is no such command"),
        };

    private async Task<JsonElement> RefactorAsync(
        ExecuteCommandParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var result = await refactoring.RunAsync(
            Argument(parameters, ProtocolJson.Default.EditorRefactorParams),
            parameters.WorkDoneToken,
            context,
            cancellationToken
        );
        await EditorDisplay.ShowAsync(result, context, cancellationToken);
        return JsonSerializer.SerializeToElement(result, ProtocolJson.Default.EditorRefactorResult);
    }

    private async Task<JsonElement> ExplainAsync(
        ExecuteCommandParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var answer = await explanation.RunAsync(
            Argument(parameters, ProtocolJson.Default.EditorExplainParams),
            parameters.WorkDoneToken,
            context,
            cancellationToken
        );
        await EditorDisplay.ShowAsync(answer, context);
        return JsonSerializer.SerializeToElement(answer, ProtocolJson.Default.AnswerResult);
    }

    private async Task<JsonElement> ReviewAsync(
        ExecuteCommandParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var result = await review.RunAsync(
            Argument(parameters, ProtocolJson.Default.ReviewParams),
            parameters.WorkDoneToken,
            context,
            cancellationToken
        );
        await EditorDisplay.ShowAsync(result, context);
        return JsonSerializer.SerializeToElement(result, ProtocolJson.Default.ReviewResult);
    }

    private async Task<JsonElement> StatusAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var result = await status.HandleAsync(new EmptyParams(), context, cancellationToken);
        await EditorDisplay.ShowAsync(result, context);
        return JsonSerializer.SerializeToElement(result, ProtocolJson.Default.StatusResult);
    }

    private static T Argument<T>(ExecuteCommandParams parameters, JsonTypeInfo<T> type)
    {
        if (parameters.Arguments is not [var argument])
        {
            throw new ServerException(ServerFailure.BadParams, $"{parameters.Command} takes one argument");
        }
        try
        {
            return argument.Deserialize(type)
                ?? throw new ServerException(ServerFailure.BadParams, $"{parameters.Command} needs its argument");
        }
        catch (JsonException e)
        {
            throw new ServerException(
                ServerFailure.BadParams,
                $"the argument of {parameters.Command} does not fit at {e.Path}",
                e
            );
        }
    }
}
