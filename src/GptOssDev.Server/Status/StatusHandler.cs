using System.Text.Json.Serialization.Metadata;
using GptOssDev.Client;
using GptOssDev.Contracts;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Status;

/// <summary>Says how the daemon is. Out of band: it answers while the model loads and while it is busy.</summary>
internal sealed class StatusHandler(DaemonContext daemon, EngineStatusSource engine, WorkspaceStatusSource workspaces)
    : IRequestHandler<EmptyParams, StatusResult>
{
    public string Method => Methods.Status;

    public RequestMode Mode => RequestMode.OutOfBand;

    public JsonTypeInfo<EmptyParams> ParamsType => ProtocolJson.Default.EmptyParams;

    public JsonTypeInfo<StatusResult> ResultType => ProtocolJson.Default.StatusResult;

    public Task<StatusResult> HandleAsync(
        EmptyParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new StatusResult(
                ProductVersion.Current,
                Environment.ProcessId,
                daemon.Address,
                engine.Model(),
                engine.Memory() with
                {
                    WorkspaceBudgetBytes = workspaces.BudgetBytes,
                },
                new QueueStatus(engine.Running(), engine.Waiting(), daemon.Activity.Requests),
                daemon.Activity.Clients,
                daemon.Activity.Uptime.TotalSeconds,
                daemon.Log.State,
                workspaces.Status()
            )
        );
}
