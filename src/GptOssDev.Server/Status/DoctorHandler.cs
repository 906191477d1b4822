using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Inference;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Models;
using GptOssDev.Server.Models.Scripted;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Status;

/// <summary>Looks at what only the daemon sees: the native library, its devices, the default model, the log.</summary>
internal sealed class DoctorHandler(
    EngineHost host,
    DaemonContext daemon,
    EngineStatusSource engine,
    WorkspaceStatusSource workspaces
) : IRequestHandler<EmptyParams, DoctorResult>
{
    public string Method => Methods.Doctor;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<EmptyParams> ParamsType => ProtocolJson.Default.EmptyParams;

    public JsonTypeInfo<DoctorResult> ResultType => ProtocolJson.Default.DoctorResult;

    public Task<DoctorResult> HandleAsync(
        EmptyParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) => Task.Run(() => new DoctorResult([Library(), Model(), Log(), .. workspaces.Problems()]), cancellationToken);

    private DoctorCheck Library()
    {
        const string Name = "native library";
        try
        {
            var library = host.Library();
            var devices = string.Join(", ", library.Devices.Select(d => $"{d.Name} ({d.Description})"));
            var found =
                $"backend {host.Backend.Name}: llama.cpp {LlamaLibrary.Release} in {library.Directory}; devices: {devices}";
            return library.Notice is { } notice
                ? new DoctorCheck(Name, "warning", found, notice)
                : new DoctorCheck(Name, "ok", found);
        }
        catch (LlamaException failure)
        {
            return new DoctorCheck(
                Name,
                "problem",
                failure.Message,
                "npm start in the product's folder installs it again"
            );
        }
    }

    private DoctorCheck Model()
    {
        const string Name = "model";
        if (engine.Model().Name == ScriptedEngine.Name)
        {
            return new DoctorCheck(
                Name,
                "problem",
                "answers come from a script for tests, no model is asked",
                $"unset {ScriptedEngine.Variable} and run gptoss stop"
            );
        }
        try
        {
            var file = host.Catalog.Find(host.DefaultModel);
            var info = GgufModelCheck.Check(file.Path);
            var billions = info.ParameterCount / 1e9;
            var size = billions.ToString("0.0", CultureInfo.InvariantCulture);
            return billions >= 1
                ? new DoctorCheck(Name, "ok", $"{file.Name}: {size} billion parameters in {file.Path}")
                : new DoctorCheck(
                    Name,
                    "warning",
                    $"{file.Name} has {size} billion parameters: good to try things out, not to rely on",
                    $"put a larger gpt-oss GGUF file, such as {ModelCatalog.Preferred}, into "
                        + Path.Join(daemon.Folders.Cache, "models")
                );
        }
        catch (Exception failure) when (failure is LlamaException or InferenceException)
        {
            return new DoctorCheck(
                Name,
                "problem",
                failure.Message,
                "gptoss model list shows what there is; gptoss config set model NAME chooses"
            );
        }
    }

    private DoctorCheck Log() =>
        File.Exists(daemon.Log.State)
            ? new DoctorCheck("log", "ok", daemon.Log.State)
            : new DoctorCheck("log", "warning", daemon.Log.State, "free disk space, or make the folder writable");
}
