using System.Diagnostics;
using System.Text.Json;
using GptOssDev.Client.Backends;
using GptOssDev.Tests.Integration.Daemon;
using GptOssDev.Tests.Unit.Backends;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>An empty world whose user has one NuGet source, a folder, in the own configuration.</summary>
internal sealed class BackendWorld : IAsyncDisposable
{
    public const string CudaPackage = "LLamaSharp.Backend.Cuda12.Linux";

    // The test build's program, which the tests' daemon belongs to.
    private static readonly string _program = Path.GetFullPath(
        Path.Join(AppContext.BaseDirectory, "..", "..", "GptOssDev.Cli", "release", "gptoss")
    );

    public BackendWorld(params (string Name, string? Value)[] more)
    {
        Daemons = new DaemonWorld([("GPTOSS_DAEMON", DaemonWorld.Program), ("GPTOSS_THREADS", "1"), .. more]);
        Feed = Directory.CreateDirectory(Path.Join(Daemons.Folder, "feed")).FullName;
        Work = Directory.CreateDirectory(Path.Join(Daemons.Folder, "work")).FullName;
        UseSource(Feed);
    }

    public DaemonWorld Daemons { get; }

    /// <summary>The source of packages.</summary>
    public string Feed { get; }

    /// <summary>Where the program is started.</summary>
    public string Work { get; }

    public string Backends => Path.Join(Daemons.Folder, "state", "gptoss", "backends");

    public string Version => NativeVersion.Current;

    /// <summary>Writes the user's configuration of NuGet.</summary>
    public void UseSource(string? source)
    {
        var folder = Directory.CreateDirectory(Path.Join(Daemons.Folder, ".nuget", "NuGet")).FullName;
        File.WriteAllText(Path.Join(folder, "NuGet.Config"), Configuration(source));
    }

    public static string Configuration(string? source) =>
        $"""
            <configuration>
              <packageSources>
                <clear />
                {(source is null ? "" : $"<add key=\"only\" value=\"{source}\" />")}
              </packageSources>
            </configuration>
            """;

    /// <summary>Publishes a package on the source.</summary>
    public string Publish(string id, TestPackage package, Func<byte[], byte[]>? change = null, string? folder = null)
    {
        var bytes = package.ToBytes();
        var path = Path.Join(folder ?? Feed, $"{id}.{Version}.nupkg");
        File.WriteAllBytes(path, change?.Invoke(bytes) ?? bytes);
        return path;
    }

    public void PublishCuda() => Publish(CudaPackage, TestPackage.Gpu(CudaPackage, Version));

    public Process Start(params string[] arguments) => Start([], arguments);

    /// <param name="more">Variables of this run alone.</param>
    public Process Start((string Name, string? Value)[] more, params string[] arguments)
    {
        var start = new ProcessStartInfo(_program)
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

        foreach (var (name, value) in Daemons.Variables.Select(one => (one.Key, one.Value)).Concat(more))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public Task<ProgramResult> RunAsync(params string[] arguments) => ProgramWorld.FinishAsync(Start(arguments), "");

    /// <summary>The folder of a package that the build restored; it holds the package's file. Skips the test without it.</summary>
    public string PackageOfTheBuild(string id)
    {
        var packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var folder = Path.Join(packages, id, Version);
        Assert.SkipUnless(
            File.Exists(Path.Join(folder, $"{id}.{Version}.nupkg")),
            $"{folder} does not hold the package"
        );
        return folder;
    }

    /// <summary>Loads the model, whatever it answers.</summary>
    public async Task<ProgramResult> UseModelAsync()
    {
        await File.WriteAllTextAsync(Path.Join(Work, "x.cs"), "class X\n{\n    int Sum(int a, int b) => \n}\n");
        return await RunAsync("complete", "x.cs:3:30", "--no-verify", "--json");
    }

    /// <summary>The checks of <c>doctor</c>.</summary>
    public async Task<List<JsonElement>> DoctorAsync() =>
        [.. (await RunAsync("doctor", "--json")).Json.GetProperty("checks").EnumerateArray()];

    /// <summary>One backend as <c>list --json</c> has it.</summary>
    public async Task<JsonElement> ListedAsync(string name)
    {
        var list = await RunAsync("backend", "list", "--json");
        list.AssertCode(0);
        return list
            .Json.GetProperty("backends")
            .EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name);
    }

    public async Task<string> StateAsync(string name) => (await ListedAsync(name)).GetProperty("state").GetString()!;

    /// <summary>Folders of installations that have not come to their end.</summary>
    public string[] Unfinished() => Directory.Exists(Backends) ? Directory.GetDirectories(Backends, ".work-*") : [];

    public ValueTask DisposeAsync() => Daemons.DisposeAsync();
}
