using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>The user cancelled a piece of work where its progress is shown.</summary>
internal sealed class CancelWorkDoneHandler : INotificationHandler<WorkDoneTokenParams>
{
    public string Method => Methods.CancelWorkDone;

    public RequestMode Mode => RequestMode.OutOfBand;

    public JsonTypeInfo<WorkDoneTokenParams> ParamsType => ProtocolJson.Default.WorkDoneTokenParams;

    public Task HandleAsync(WorkDoneTokenParams parameters, RequestContext context, CancellationToken cancellationToken)
    {
        context.Session.Work.Cancel(parameters.Token.GetRawText());
        return Task.CompletedTask;
    }
}
