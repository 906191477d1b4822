using GptOssDev.Cli.Output;
using GptOssDev.Client.Backends;
using GptOssDev.Client.Settings;

namespace GptOssDev.Cli.Backends;

/// <summary>
/// What there is of native libraries on this machine, and what a daemon that starts now would use of it. Drivers are asked
/// here, in a short-lived process, so that no daemon has to load the driver of a backend that is not installed.
/// </summary>
internal sealed class BackendInspector
{
    private readonly BundledBackends _bundled;
    private readonly IGpuDrivers _drivers;

    public BackendInspector(Invocation invocation)
    {
        Store = StoreOf(invocation);
        _drivers = invocation.Context.Drivers();
        var variable = invocation.Context.Environment;
        var daemon = variable("GPTOSS_DAEMON") is { Length: > 0 } path ? Path.GetDirectoryName(path) : null;
        _bundled = BundledBackends.Find(daemon ?? invocation.Context.ProgramFolder, Store.Platform);
        Installed = [.. Backend.All.Select(Store.Find).OfType<InstalledBackend>()];
        Setting = invocation.SettingsFor(root: null).Get(SettingKeys.Backend).Value;
        Choice = new BackendChoice(_bundled, Installed, _drivers)
        {
            GpuEndedDaemon = new LoadRecord(Store.Root).HasEndings(),
        };
        Decision = Choice.Decide(Setting);
        CustomFolder = variable(BackendStore.FolderVariable) is { Length: > 0 } folder ? folder : null;
    }

    public BackendStore Store { get; }

    public IReadOnlyList<InstalledBackend> Installed { get; }

    public string Setting { get; }

    public BackendChoice Choice { get; }

    /// <summary>Counts unless <see cref="CustomFolder"/> is set.</summary>
    public BackendDecision Decision { get; }

    /// <summary>The folder that a variable names in place of all backends; null when it is not set.</summary>
    public string? CustomFolder { get; }

    /// <summary>The user's backends, for the version and the platform of this program.</summary>
    public static BackendStore StoreOf(Invocation invocation) =>
        new(invocation.Connector.Folders.Backends, NativeVersion.Current, BackendPlatform.Current());

    public bool IsThere(Backend backend) => _bundled.Has(backend) || Installed.Any(one => one.Backend == backend);

    /// <summary>The answer of the backend's driver.</summary>
    public DriverAnswer Ask(Backend backend) => _drivers.Ask(backend.Driver);

    public BackendsOutput Output() =>
        new(
            Store.Version,
            Store.Platform.Rid,
            Store.Root,
            Setting,
            CustomFolder is null
                ? new(
                    Decision.Backend.Name,
                    Decision.Root,
                    Decision.Why,
                    Decision.Refusal is not null,
                    Decision.Refusal ?? Decision.Note,
                    Decision.Command
                )
                : new("custom", CustomFolder, $"{BackendStore.FolderVariable} names its folder", false, null, null),
            [.. Backend.All.Select(Output)]
        );

    private BackendOutput Output(Backend backend)
    {
        var package = backend.PackageFor(Store.Platform);
        if (Installed.FirstOrDefault(one => one.Backend == backend) is { } own)
        {
            var problem = own.Problem ?? Choice.Problem(backend);
            return new(
                backend.Name,
                "installed",
                problem is null,
                package,
                own.Version,
                own.Bytes,
                problem,
                own.Problem is null ? null : backend.InstallCommand
            );
        }

        if (_bundled.Has(backend))
        {
            var problem = Choice.Problem(backend);
            return new(backend.Name, "bundled", problem is null, package, null, null, problem, null);
        }

        if (package is null)
        {
            var problem = $"is not published for {Store.Platform.Rid}";
            return new(backend.Name, "unsupported", false, null, null, null, problem, null);
        }

        var driver = backend == Backend.Cpu ? null : Ask(backend).Problem(backend.Driver);
        return new(
            backend.Name,
            "available",
            driver is null,
            package,
            null,
            null,
            driver is null ? null : $"cannot run here: {driver}",
            driver is null ? backend.InstallCommand : null
        );
    }
}
