using System.Diagnostics;
using System.Text.Json;
using GptOssDev.Tests.Integration.Daemon;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>
/// The published program in an empty world of its own, with a folder to work in. Disposing it ends the daemon and whatever
/// else was left behind.
/// </summary>
internal sealed class ProgramWorld : IAsyncDisposable
{
    // A review with a cold compiler on a busy machine takes its time.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    // Whoever built the tests has the SDK's own folders; a test's empty HOME must not make it fetch or greet.
    private static readonly (string, string?)[] _usual =
    [
        // Threads that wait for each other are slow where other tests run beside.
        ("GPTOSS_THREADS", "1"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_NOLOGO", "1"),
        ("DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_AUTHOR_NAME", "Test"),
        ("GIT_AUTHOR_EMAIL", "test@example.com"),
        ("GIT_COMMITTER_NAME", "Test"),
        ("GIT_COMMITTER_EMAIL", "test@example.com"),
    ];

    public ProgramWorld(params (string Name, string? Value)[] more)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("processes are found through /proc, which only Linux has");
        }
        if (!File.Exists(Path))
        {
            Assert.Skip($"{Path} is not built: npm start builds it");
        }
        Daemons = new DaemonWorld([.. _usual, .. more]);
        Work = System.IO.Path.Join(Daemons.Folder, "work");
        Directory.CreateDirectory(Work);
    }

    public static string Path { get; } = Repository.PathOf("artifacts", "gptoss", "gptoss");

    /// <summary>The processes and the variables of this world.</summary>
    public DaemonWorld Daemons { get; }

    /// <summary>Where the program is started.</summary>
    public string Work { get; }

    public string this[string relative] => System.IO.Path.Join(Work, relative);

    public string Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts the program with all three streams in our hands.</summary>
    public Process Start(params string[] arguments) => StartOther(Path, arguments);

    /// <summary>Runs the program to its end, with an empty standard input.</summary>
    public Task<ProgramResult> RunAsync(params string[] arguments) => FinishAsync(Start(arguments), "");

    public Task<ProgramResult> RunWithInputAsync(string input, params string[] arguments) =>
        FinishAsync(Start(arguments), input);

    /// <summary>Runs a line of the shell; <c>$G</c> is the program.</summary>
    public Task<ProgramResult> ShellAsync(string line) => FinishAsync(StartOther("/bin/bash", "-c", line), "");

    public Process StartOther(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Work,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in Daemons.Variables)
        {
            start.Environment[name] = value;
        }
        start.Environment["G"] = Path;
        return Process.Start(start)!;
    }

    public static async Task<ProgramResult> FinishAsync(Process process, string input)
    {
        using (process)
        {
            var start = Stopwatch.GetTimestamp();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            try
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading its input.
            }
            await process.WaitForExitAsync().WaitAsync(_patience);
            var time = Stopwatch.GetElapsedTime(start);
            return new ProgramResult(
                process.ExitCode,
                await output.WaitAsync(DaemonWorld.Patience),
                await errors.WaitAsync(DaemonWorld.Patience),
                time
            );
        }
    }

    public async Task<JsonElement> StatusAsync()
    {
        var status = await RunAsync("status", "--json");
        status.AssertCode(0);
        return status.Json;
    }

    public async Task<int> DaemonPidAsync() => (await StatusAsync()).GetProperty("pid").GetInt32();

    public async Task GitAsync(params string[] arguments)
    {
        var git = await FinishAsync(StartOther("git", arguments), "");
        Assert.True(git.Code == 0, git.ToString());
    }

    public ValueTask DisposeAsync() => Daemons.DisposeAsync();
}
