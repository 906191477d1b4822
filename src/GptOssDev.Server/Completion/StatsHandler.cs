using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Completion;

/// <summary>The local counters. Out of band: they can be read while the daemon is busy.</summary>
internal sealed class StatsHandler(CompletionStats stats) : IRequestHandler<EmptyParams, StatsResult>
{
    public string Method => Methods.Stats;

    public RequestMode Mode => RequestMode.OutOfBand;

    public JsonTypeInfo<EmptyParams> ParamsType => ProtocolJson.Default.EmptyParams;

    public JsonTypeInfo<StatsResult> ResultType => ProtocolJson.Default.StatsResult;

    public Task<StatsResult> HandleAsync(
        EmptyParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult(stats.Result());
}
