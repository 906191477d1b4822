using System.Text.Json.Serialization.Metadata;

namespace GptOssDev.Server.Rpc;

/// <summary>Takes one notification; as <see cref="IRequestHandler{TParams,TResult}"/>, but its failure only reaches the log.</summary>
internal interface INotificationHandler<TParams>
{
    string Method { get; }

    RequestMode Mode { get; }

    JsonTypeInfo<TParams> ParamsType { get; }

    Task HandleAsync(TParams parameters, RequestContext context, CancellationToken cancellationToken);
}
