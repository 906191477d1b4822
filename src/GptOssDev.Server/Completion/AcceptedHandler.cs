using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Completion;

/// <summary>What the user did with a suggestion goes into the local counters.</summary>
internal sealed class AcceptedHandler(AcceptanceTracker ledger)
    : IRequestHandler<AcceptedParams, EmptyResult>,
        INotificationHandler<AcceptedParams>
{
    public string Method => Methods.Accepted;

    public RequestMode Mode => RequestMode.OutOfBand;

    public JsonTypeInfo<AcceptedParams> ParamsType => ProtocolJson.Default.AcceptedParams;

    public JsonTypeInfo<EmptyResult> ResultType => ProtocolJson.Default.EmptyResult;

    public Task<EmptyResult> HandleAsync(
        AcceptedParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var client = context.Session.Id;
        switch (parameters.Kind)
        {
            case "full":
                ledger.Accept(client, parameters.Id, length: null);
                break;
            case "partial":
                ledger.Accept(client, parameters.Id, parameters.Length ?? 0);
                break;
            case "rejected":
                ledger.Reject(client, parameters.Id);
                break;
            default:
                throw new ServerException(
                    ServerFailure.BadParams,
                    $"kind '{parameters.Kind}' is unknown: give full, partial or rejected"
                );
        }
        return Task.FromResult(new EmptyResult());
    }

    Task INotificationHandler<AcceptedParams>.HandleAsync(
        AcceptedParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) => HandleAsync(parameters, context, cancellationToken);
}
