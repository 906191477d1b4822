using System.Diagnostics;
using System.Globalization;
using GptOssDev.Client;
using GptOssDev.Contracts;

namespace GptOssDev.Tests.Bench;

/// <summary>The built daemon in an empty world of its own with a copy of the demo project. Owns the world and the daemon.</summary>
internal sealed class BuiltDaemon : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly string _folder;
    private readonly Dictionary<string, string?> _variables;
    private readonly string _program;
    private Process? _process;

    private BuiltDaemon(string program)
    {
        _program = program;
        _folder = Directory.CreateTempSubdirectory("gptoss-bench-").FullName;
        _variables = new Dictionary<string, string?> { ["HOME"] = _folder, ["GPTOSS_ENDPOINT"] = null };
        foreach (var name in new[] { "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME" })
        {
            _variables[name] = Directory.CreateDirectory(Path.Join(_folder, name)).FullName;
        }

        Workspace = Directory.CreateDirectory(Path.Join(_folder, "demo")).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("cli", "GptOssDev.Cli", "demo")))
        {
            File.Copy(file, Path.Join(Workspace, Path.GetFileName(file)));
        }
    }

    /// <summary>The folder of the project.</summary>
    public string Workspace { get; }

    public static async Task<BuiltDaemon> StartAsync(CancellationToken cancel)
    {
        var program = Repository.PathOf("artifacts", "gptoss", "gptossd");
        if (!OperatingSystem.IsLinux() || !File.Exists(program))
        {
            throw new BenchmarkException($"this needs Linux and {program}: run it as npm run bench");
        }

        var daemon = new BuiltDaemon(program);
        try
        {
            await using var client = DaemonClient.Over(await daemon.ConnectAsync(cancel));
            daemon._process = Process.GetProcessById((await StatusAsync(client, cancel)).Pid);
            return daemon;
        }
        catch (DaemonException e)
        {
            await daemon.DisposeAsync();
            throw new BenchmarkException(e.Message, e);
        }
    }

    /// <summary>A connection of its own.</summary>
    public Task<DaemonTransport> ConnectAsync(CancellationToken cancel) =>
        DaemonTransport.OpenAsync(
            new DaemonConnectOptions
            {
                Environment = ClientEnvironment.Current() with
                {
                    Variable = name => _variables.GetValueOrDefault(name),
                },
                DaemonPath = _program,
                ChildVariables = _variables,
                StartIfNeeded = _process is null,
            },
            cancel
        );

    public static Task<StatusResult> StatusAsync(DaemonClient client, CancellationToken cancel) =>
        client
            .CallAsync(
                Methods.Status,
                new EmptyParams(),
                ProtocolJson.Default.EmptyParams,
                ProtocolJson.Default.StatusResult,
                cancel
            )
            .WaitAsync(_patience, cancel);

    /// <summary>Resident memory, mapped weights included.</summary>
    /// <exception cref="BenchmarkException">The daemon has ended.</exception>
    public double ResidentMebibytes()
    {
        const string Key = "VmRSS:";
        try
        {
            var line = File.ReadLines($"/proc/{_process!.Id}/status")
                .First(l => l.StartsWith(Key, StringComparison.Ordinal));
            return double.Parse(
                    line[Key.Length..].Replace("kB", "", StringComparison.Ordinal),
                    CultureInfo.InvariantCulture
                ) / 1024;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            throw new BenchmarkException("the daemon ended during the run; its log may say why", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(_patience);
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
