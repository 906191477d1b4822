using GptOssDev.Client.Backends;
using GptOssDev.Client.Settings;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Inference.Machine;
using GptOssDev.Inference.Memory;
using GptOssDev.Llama;
using GptOssDev.Server.Host;
using GptOssDev.Server.Logging;
using GptOssDev.Server.Progress;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Models;

/// <summary>
/// The daemon's engine: where models and the native library are looked for, and with which settings they run. The native
/// library is loaded with the first model, once for the process's life. Any thread.
/// </summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly LlamaModelLoader _loader;
    private readonly ILogger<EngineHost> _log;
    private LlamaLibrary? _library;

    public EngineHost(DaemonContext daemon, ResolvedSettings settings)
    {
        _loader = new LlamaModelLoader(
            Library,
            EngineSettings.Options(settings, MachineInfoReader.Current.Cores()),
            () => MachineInfoReader.Current.Memory()
        );
        _log = daemon.Log.CreateLogger<EngineHost>();
        var native = daemon.Log.CreateLogger(LogCategory.Llama);
        Backend = new NativeBackend(
            daemon.Folders,
            settings.Backend,
            new GpuDrivers(),
            new LlamaLibraryOptions
            {
                Environment = daemon.Environment.Read,
                Log = (level, line) => native.Log(Level(level), "{Line}", line),
            }
        );
        Catalog = new ModelCatalog(Path.Join(daemon.Folders.Cache, "models"), BundledFolders(AppContext.BaseDirectory));
        DefaultModel = settings.Model;
        Engine = new InferenceEngine(Catalog, Load, daemon.Time);
    }

    public ModelCatalog Catalog { get; }

    public InferenceEngine Engine { get; }

    /// <summary>The model of the user's settings; null is the catalog's default.</summary>
    public string? DefaultModel { get; }

    /// <summary>The backend that is used, once the native library has been loaded.</summary>
    public NativeBackend Backend { get; }

    /// <summary>What the rest of the daemon sees of the engine.</summary>
    /// <param name="engine">The one that answers: this host's, or one in its place.</param>
    public EngineStatusSource ViewOf(IInferenceEngine engine) =>
        new(
            () => EngineStatusConversions.Model(engine.Status, Backend.Notice),
            () =>
                EngineStatusConversions.Memory(
                    engine.Status,
                    Volatile.Read(ref _library),
                    MachineInfoReader.Current.Memory()
                ),
            () => engine.Status.Running,
            () => engine.Status.Waiting,
            async cancellationToken => await engine.TryUnloadAsync(cancellationToken)
        );

    /// <summary>The native library, loaded now when it is not yet.</summary>
    /// <exception cref="LlamaException">It is missing, or of another release.</exception>
    public LlamaLibrary Library()
    {
        lock (_gate)
        {
            if (_library is null)
            {
                _library = Backend.Load();
                if (Backend.Notice is { } notice)
                {
                    _log.LogWarning("{Notice}", notice);
                }
            }

            return _library;
        }
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private LlamaModelRunner Load(
        ModelFile file,
        MemoryPlan? failed,
        Action<float> progress,
        CancellationToken cancellationToken
    )
    {
        var runner = _loader.Load(file, failed, progress, cancellationToken);
        if (runner.Model.Load is { Note: { } note })
        {
            _log.LogWarning("{Note}", note);
        }
        return runner;
    }

    /// <summary>Beside the program, or in the repository the program was built in.</summary>
    private static List<string> BundledFolders(string programFolder)
    {
        List<string> folders = [Path.Join(programFolder, "models")];
        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            folders.Add(Path.Join(folder.FullName, "src", "models"));
        }
        return folders;
    }

    private static LogLevel Level(LlamaLogLevel level) =>
        level switch
        {
            LlamaLogLevel.Error => LogLevel.Error,
            LlamaLogLevel.Warning => LogLevel.Warning,
            LlamaLogLevel.Information => LogLevel.Information,
            // The native side's debug lines are many for each token.
            _ => LogLevel.Trace,
        };
}
