using System.Diagnostics;
using System.Globalization;
using System.Text;
using GptOssDev.Client;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Integration.Daemon;

/// <summary>
/// An empty world of its own for real daemons: XDG folders in a new temporary folder, and a mark in the environment by which its
/// daemons are found among all processes. Disposing it kills what is left.
/// </summary>
internal sealed class DaemonWorld : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const string Mark = "GPTOSS_TEST_WORLD";
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, string?> _variables;

    public DaemonWorld(params (string Name, string? Value)[] more)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("daemons are found through /proc, which only Linux has");
        }
        if (!File.Exists(Program))
        {
            Assert.Skip($"{Program} is not built");
        }
        Folder = Directory.CreateTempSubdirectory("gptoss-w").FullName;
        _variables = new Dictionary<string, string?>
        {
            [Mark] = _mark,
            ["HOME"] = Folder,
            ["XDG_RUNTIME_DIR"] = Path.Join(Folder, "run"),
            ["XDG_STATE_HOME"] = Path.Join(Folder, "state"),
            ["XDG_CACHE_HOME"] = Path.Join(Folder, "cache"),
            ["XDG_CONFIG_HOME"] = Path.Join(Folder, "config"),
            ["GPTOSS_ENDPOINT"] = null,
            // Should all else fail, the daemons end by themselves.
            ["GPTOSS_IDLE_EXIT_SECONDS"] = "300",
        };
        foreach (var (name, value) in more)
        {
            _variables[name] = value;
        }
        if (_variables["XDG_RUNTIME_DIR"] is { } runtime)
        {
            Directory.CreateDirectory(runtime);
        }
    }

    public static string Program { get; } =
        Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", "GptOssDev.Server", "release", "gptossd"));

    public string Folder { get; }

    /// <summary>What a process of this world adds to its environment; null removes.</summary>
    public IReadOnlyDictionary<string, string?> Variables => _variables;

    public DaemonConnectOptions Options =>
        new()
        {
            Environment = ClientEnvironment.Current() with { Variable = name => _variables.GetValueOrDefault(name) },
            DaemonPath = Program,
            ChildVariables = _variables,
        };

    public Endpoint Endpoint => Endpoint.Resolve(Options.Environment, ProductVersion.Current);

    public Task<DaemonClient> ConnectAsync() => DaemonClient.ConnectAsync(Options).WaitAsync(Patience);

    public async Task<StatusResult> StatusAsync()
    {
        await using var client = await ConnectAsync();
        return await StatusAsync(client);
    }

    public static Task<StatusResult> StatusAsync(DaemonClient client) =>
        client
            .CallAsync(
                Methods.Status,
                new EmptyParams(),
                ProtocolJson.Default.EmptyParams,
                ProtocolJson.Default.StatusResult
            )
            .WaitAsync(Patience);

    /// <summary>Runs the daemon's program directly.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in _variables)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    /// <summary>Runs the daemon's program to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>The processes of this world, whatever they are, that still run.</summary>
    public int[] Processes()
    {
        var wanted = Encoding.UTF8.GetBytes($"{Mark}={_mark}");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                continue;
            }
            try
            {
                // A zombie has an empty environment, so it does not count.
                if (File.ReadAllBytes(Path.Join(folder, "environ")).AsSpan().IndexOf(wanted) >= 0)
                {
                    found.Add(pid);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or not ours.
            }
        }
        return [.. found];
    }

    public async Task UntilAsync(string what, Func<bool> holds)
    {
        var start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "waited in vain until " + what);
            await Task.Delay(20);
        }
    }

    public Task UntilProcessesAsync(int count) =>
        UntilAsync($"{count} daemons run (now {Processes().Length})", () => Processes().Length == count);

    public static async Task SignalAsync(int pid, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pid in Processes())
        {
            await SignalAsync(pid, "KILL");
        }
        await UntilProcessesAsync(0);
        Directory.Delete(Folder, recursive: true);
    }
}
