using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>An editor is about to leave. The daemon goes on for the others: only this client's documents are let go.</summary>
internal sealed class LspShutdownHandler(InlineCompletionService typing) : IRequestHandler<EmptyParams, EmptyResult?>
{
    public string Method => Methods.LspShutdown;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<EmptyParams> ParamsType => ProtocolJson.Default.EmptyParams;

    public JsonTypeInfo<EmptyResult?> ResultType => ProtocolJson.Default.EmptyResult!;

    public Task<EmptyResult?> HandleAsync(
        EmptyParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        typing.Left(context.Session);
        context.Session.Documents = OpenDocuments.None;
        return Task.FromResult<EmptyResult?>(null);
    }
}
