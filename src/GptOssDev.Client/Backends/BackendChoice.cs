namespace GptOssDev.Client.Backends;

/// <summary>
/// Chooses the native libraries: the user's setting, else the first GPU backend that is there and that its driver can run,
/// else the CPU. A driver is asked only where a backend for it is there.
/// </summary>
/// <param name="bundled">The backends that come with the program.</param>
/// <param name="installed">The backends in the user's folder.</param>
public sealed class BackendChoice(
    BundledBackends bundled,
    IReadOnlyList<InstalledBackend> installed,
    IGpuDrivers drivers
)
{
    private const string UseAutomatic = "gptoss config set backend auto";

    /// <summary>Whether earlier daemons ended while they loaded a GPU backend, so that <c>auto</c> avoids one.</summary>
    public bool GpuEndedDaemon { get; init; }

    /// <summary>Decides; asks drivers.</summary>
    /// <param name="setting"><c>auto</c> or a backend's name.</param>
    public BackendDecision Decide(string setting)
    {
        if (Backend.Find(setting) is { } forced)
        {
            return forced == Backend.Cpu ? Cpu("the setting backend asks for it", null, null) : Forced(forced);
        }

        string? note = null;
        string? command = null;
        foreach (var backend in Backend.Gpu.Where(IsThere))
        {
            var problem = GpuEndedDaemon ? "ended the daemon twice while it was loaded" : Problem(backend);
            if (problem is null)
            {
                return new(backend, FolderOf(backend), "it is installed and the driver can run it", note, command);
            }

            note ??= $"{backend.Name} {problem}";
            command ??= GpuEndedDaemon || IsDamaged(backend) ? backend.InstallCommand : null;
        }

        return note is null
            ? Cpu("no GPU backend is installed", null, null)
            : Cpu(note, $"{note}: the CPU is used", command);
    }

    /// <summary>Why a backend that is there cannot be used, as a clause that follows its name; null when it can.</summary>
    public string? Problem(Backend backend)
    {
        if (IsDamaged(backend))
        {
            return Installed(backend)!.Problem;
        }

        return backend.Driver != GpuDriver.None && drivers.Ask(backend.Driver).Problem(backend.Driver) is { } problem
            ? $"cannot run here: {problem}"
            : null;
    }

    private BackendDecision Forced(Backend backend)
    {
        if (!IsThere(backend))
        {
            return Refuse(backend, "is not installed", backend.InstallCommand);
        }

        return Problem(backend) is { } problem
            ? Refuse(backend, problem, IsDamaged(backend) ? backend.InstallCommand : UseAutomatic)
            : new(backend, FolderOf(backend), "the setting backend asks for it");
    }

    private static BackendDecision Refuse(Backend backend, string problem, string command) =>
        new(backend, null, $"the setting backend asks for it and it {problem}", null, command)
        {
            Refusal = $"the setting backend asks for {backend.Name}, which {problem}: {command} fixes it",
        };

    private BackendDecision Cpu(string why, string? note, string? command) =>
        Installed(Backend.Cpu) is { Problem: { } problem }
            ? new(
                Backend.Cpu,
                null,
                why,
                note ?? $"the installed cpu backend {problem}: the program's own is used",
                command ?? Backend.Cpu.InstallCommand
            )
            : new(Backend.Cpu, FolderOf(Backend.Cpu), why, note, command);

    private bool IsThere(Backend backend) => Installed(backend) is not null || bundled.Has(backend);

    private bool IsDamaged(Backend backend) => Installed(backend) is { Problem: not null } && !bundled.Has(backend);

    private InstalledBackend? Installed(Backend backend) => installed.FirstOrDefault(one => one.Backend == backend);

    private string? FolderOf(Backend backend) => Installed(backend) is { Problem: null } own ? own.NativeFolder : null;
}
