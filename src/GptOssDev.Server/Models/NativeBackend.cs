using GptOssDev.Client;
using GptOssDev.Client.Backends;
using GptOssDev.Llama;

namespace GptOssDev.Server.Models;

/// <summary>
/// Chooses the backend of this daemon and loads its libraries. A driver is asked only where a backend for it is there, because
/// a driver can end the process: what began and did not end is recorded, and a later daemon avoids it. One thread at a time.
/// </summary>
internal sealed class NativeBackend(
    UserFolders folders,
    string setting,
    IGpuDrivers drivers,
    LlamaLibraryOptions options
)
{
    /// <summary>The name of the backend that is used; null until it has been loaded.</summary>
    public string? Name { get; private set; }

    /// <summary>Why a backend that is there is not used, in one line; null when there is none or it is used.</summary>
    public string? Notice { get; private set; }

    /// <summary>Chooses and loads.</summary>
    /// <exception cref="LlamaException">Nothing can be loaded, or not what the setting asks for.</exception>
    public LlamaLibrary Load()
    {
        if (options.Environment(BackendStore.FolderVariable) is { Length: > 0 })
        {
            var custom = LlamaLibrary.Load(options);
            Name = "custom";
            return custom;
        }

        var record = new LoadRecord(folders.Backends);
        try
        {
            var decision = Decide(record);
            var library = LlamaLibrary.Load(OptionsFor(decision));
            // The libraries report why they could not be used, and then the CPU's are loaded.
            Name = library.Notice is null ? decision.Backend.Name : Backend.Cpu.Name;
            Notice = decision.Note ?? NoticeOf(decision.Backend, library.Notice);
            if (decision.Backend != Backend.Cpu)
            {
                record.Clear();
            }

            return library;
        }
        finally
        {
            record.End();
        }
    }

    /// <summary>Where the libraries of a decision lie, for the search.</summary>
    /// <exception cref="LlamaException">The setting asks for what cannot be used.</exception>
    internal LlamaLibraryOptions OptionsFor(BackendDecision decision) =>
        decision.Refusal is { } refusal
            ? throw new LlamaException(LlamaFailure.LibraryNotFound, refusal)
            : options with
            {
                BackendRoot = decision.Root,
                Accelerator = decision.Backend == Backend.Cpu ? "" : decision.Backend.Name,
                RequiresAccelerator = decision.Backend != Backend.Cpu && setting == decision.Backend.Name,
            };

    private static string? NoticeOf(Backend backend, string? failure) =>
        failure is null ? null
        : backend == Backend.Cpu ? $"the installed cpu backend cannot be used and the program's own is: {failure}"
        : $"{backend.Name} cannot be used and the CPU is: {failure}";

    private BackendDecision Decide(LoadRecord record)
    {
        var platform = BackendPlatform.Current();
        var store = new BackendStore(folders.Backends, NativeVersion.Current, platform);
        var choice = new BackendChoice(
            BundledBackends.Find(options.ProgramFolder, platform),
            [.. Backend.All.Select(store.Find).OfType<InstalledBackend>()],
            new RecordedDrivers(drivers, record)
        )
        {
            GpuEndedDaemon = record.HasEndings(),
        };
        return choice.Decide(setting);
    }

    /// <summary>Records that a driver is about to be asked.</summary>
    private sealed class RecordedDrivers(IGpuDrivers drivers, LoadRecord record) : IGpuDrivers
    {
        public DriverAnswer Ask(GpuDriver driver)
        {
            record.Begin();
            return drivers.Ask(driver);
        }
    }
}
