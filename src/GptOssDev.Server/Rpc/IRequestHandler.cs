using System.Text.Json.Serialization.Metadata;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// Answers one method: from the wire's params to plain data for a feature, and back. One sealed class a method, without state
/// of its own; called on the thread pool, many times at once unless its mode says otherwise.
/// </summary>
internal interface IRequestHandler<TParams, TResult>
{
    string Method { get; }

    RequestMode Mode { get; }

    JsonTypeInfo<TParams> ParamsType { get; }

    JsonTypeInfo<TResult> ResultType { get; }

    /// <summary>Any failure may be thrown as it is: <see cref="ErrorMapper"/> turns it into the answer.</summary>
    Task<TResult> HandleAsync(TParams parameters, RequestContext context, CancellationToken cancellationToken);
}
