using System.Text.Json;
using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Client.Backends;
using GptOssDev.Contracts;
using GptOssDev.Tests.Unit.Backends;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli.Backends;

public sealed class BackendCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public BackendCommandTests()
    {
        _cli.Daemon.Answer(DaemonMethods.Doctor, new DoctorResult([]));
        _cli.ProgramFolder = Path.Combine(_cli.Home, "program");
        Directory.CreateDirectory(
            Path.Combine(_cli.ProgramFolder, "runtimes", BackendPlatform.Current().Rid, "native")
        );
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task List_has_the_shape_that_scripts_rely_on()
    {
        Install("cuda12", NativeVersion.Current);

        var json = (await _cli.RunAsync("backend", "list", "--json")).Json;

        Assert.Equal(
            ["version", "platform", "folder", "setting", "used", "backends"],
            json.EnumerateObject().Select(one => one.Name)
        );
        Assert.Equal(NativeVersion.Current, json.GetProperty("version").GetString());
        Assert.Equal("auto", json.GetProperty("setting").GetString());
        var used = json.GetProperty("used");
        Assert.Equal("cpu", used.GetProperty("name").GetString());
        Assert.False(used.GetProperty("isRefused").GetBoolean());
        Assert.Contains("driver is not installed", used.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(["cpu", "cuda12", "vulkan"], json.GetProperty("backends").EnumerateArray().Select(Text("name")));
        Assert.Equal(
            ["bundled", "installed", "available"],
            json.GetProperty("backends").EnumerateArray().Select(Text("state"))
        );
        var cuda = json.GetProperty("backends")[1];
        Assert.False(cuda.GetProperty("usable").GetBoolean());
        Assert.Equal(5, cuda.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task List_marks_the_one_that_is_used_and_says_what_could_be()
    {
        _cli.Drivers.Cuda = FakeDrivers.CudaGpu();

        var before = await _cli.RunAsync("backend", "list");
        Install("cuda12", NativeVersion.Current);
        var after = await _cli.RunAsync("backend", "list");

        Assert.Matches(@"cpu \* +bundled", before.Out);
        Assert.Matches(@"cuda12 +available +gptoss backend install cuda12", before.Out);
        Assert.Matches(@"cuda12 \* +installed +[\d.]+ +[\d. KiB]+ +can run here", after.Out);
    }

    [Theory]
    [InlineData("0.1.0", "is version 0.1.0 and the program needs")]
    [InlineData(null, "has 2 bytes instead of 5")]
    public async Task Installed_backend_that_cannot_be_used_leaves_the_cpu(string? version, string problem)
    {
        _cli.Drivers.Cuda = FakeDrivers.CudaGpu();
        var folder = Install("cuda12", version ?? NativeVersion.Current);
        if (version is null)
        {
            File.WriteAllText(Path.Combine(folder, "native", "libllama.so"), "by");
        }

        var json = (await _cli.RunAsync("backend", "list", "--json")).Json;
        var doctor = await _cli.RunAsync("doctor", "--json");

        Assert.Equal("cpu", json.GetProperty("used").GetProperty("name").GetString());
        Assert.Contains(problem, json.GetProperty("used").GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal("gptoss backend install cuda12", json.GetProperty("used").GetProperty("command").GetString());
        var check = Check(doctor);
        Assert.Equal("warning", Text("state")(check));
        Assert.Contains(problem, Text("message")(check), StringComparison.Ordinal);
        Assert.Equal("gptoss backend install cuda12", Text("mend")(check));
    }

    [Fact]
    public async Task Setting_that_cannot_be_met_is_a_problem_with_the_command()
    {
        await _cli.RunAsync("config", "set", "backend", "cuda12");

        var list = await _cli.RunAsync("backend", "list");
        var doctor = await _cli.RunAsync("doctor", "--json");

        Assert.Contains("no model can be loaded", list.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Environment, doctor.ExitCode);
        Assert.Equal("problem", Text("state")(Check(doctor)));
        Assert.Equal("gptoss backend install cuda12", Text("mend")(Check(doctor)));
    }

    [Fact]
    public async Task Doctor_names_the_command_that_gets_a_faster_backend()
    {
        _cli.Drivers.Cuda = FakeDrivers.CudaGpu();
        _cli.Drivers.Vulkan = FakeDrivers.VulkanGpu();

        var check = Check(await _cli.RunAsync("doctor", "--json"));

        Assert.Equal("warning", Text("state")(check));
        Assert.Contains(
            "cuda12 could run here (NVIDIA RTX 4000, driver for CUDA 12.4)",
            Text("message")(check),
            StringComparison.Ordinal
        );
        Assert.Equal("gptoss backend install cuda12", Text("mend")(check));
    }

    [Fact]
    public async Task Doctor_is_content_where_no_GPU_is()
    {
        var check = Check(await _cli.RunAsync("doctor", "--json"));

        Assert.Equal(
            ("ok", "cpu, because no GPU backend is installed"),
            (Text("state")(check), Text("message")(check))
        );
    }

    [Fact]
    public async Task Variable_that_names_a_folder_counts_before_all()
    {
        _cli.Variables["GPTOSS_LLAMA_DIR"] = "/own";

        var json = (await _cli.RunAsync("backend", "list", "--json")).Json;

        Assert.Equal("custom", json.GetProperty("used").GetProperty("name").GetString());
        Assert.Equal("/own", json.GetProperty("used").GetProperty("folder").GetString());
        Assert.Contains(
            "/own",
            Text("message")(Check(await _cli.RunAsync("doctor", "--json"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Remove_deletes_every_version_and_can_be_repeated()
    {
        Install("cuda12", NativeVersion.Current);
        Install("cuda12", "0.1.0");
        _cli.Connector.Failure = new DaemonException(DaemonFailure.NotRunning, "none");

        var first = await _cli.RunAsync("backend", "remove", "cuda12");
        var second = await _cli.RunAsync("backend", "remove", "CUDA12");

        Assert.Equal((ExitCodes.Done, "removed cuda12\n", ""), (first.ExitCode, first.Out, first.Error));
        Assert.Equal((ExitCodes.Done, "cuda12 is not installed; nothing to remove\n"), (second.ExitCode, second.Out));
        Assert.Equal([".lock"], Directory.EnumerateFileSystemEntries(Root()).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Remove_says_that_a_running_daemon_needs_a_restart()
    {
        Install("cpu", NativeVersion.Current);

        var run = await _cli.RunAsync("backend", "remove", "cpu");

        Assert.Contains("gptoss stop", run.Error, StringComparison.Ordinal);
        Assert.False(_cli.Connector.Wishes.Single().Start);
    }

    [Theory]
    [InlineData("gptoss: there is no backend 'cuda', did you mean 'cuda12'?", "remove", "cuda")]
    [InlineData("gptoss: there is no backend 'metal': there are cpu, cuda12, vulkan", "install", "metal")]
    [InlineData("gptoss: there is no backend '': there are cpu, cuda12, vulkan", "install", "")]
    [InlineData("gptoss: install needs NAME; see gptoss backend install --help", "install")]
    [InlineData(
        "gptoss: --source: there is no folder 'nowhere', and it is not an http address",
        "install",
        "cpu",
        "--source",
        "nowhere"
    )]
    [InlineData(
        "gptoss: --offline: a package can only be fetched from a folder then: add --source FOLDER",
        "install",
        "cpu",
        "--offline"
    )]
    public async Task Bad_input_is_one_line(string line, params string[] arguments)
    {
        var run = await _cli.RunAsync(["backend", .. arguments]);

        Assert.Equal((ExitCodes.BadInput, line), (run.ExitCode, run.OneErrorLine));
        Assert.False(Directory.Exists(Root()));
    }

    [Fact]
    public async Task Missing_SDK_is_one_line_that_says_what_to_install()
    {
        _cli.Variables["GPTOSS_DOTNET"] = "/nowhere";

        var run = await _cli.RunAsync("backend", "install", "cpu");

        Assert.Equal(ExitCodes.Environment, run.ExitCode);
        Assert.Contains("GPTOSS_DOTNET names '/nowhere'", run.OneErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_cannot_be_made_is_one_line()
    {
        _cli.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        Directory.CreateDirectory(Path.GetDirectoryName(Root())!);
        File.WriteAllText(Root(), "a file in its place");

        var run = await _cli.RunAsync("backend", "install", "cpu");

        Assert.Equal(ExitCodes.Environment, run.ExitCode);
        Assert.Contains(Root(), run.OneErrorLine, StringComparison.Ordinal);
    }

    private string Root() => _cli.Connector.Folders.Backends;

    private string Install(string name, string version)
    {
        var folder = Path.Combine(Root(), name, version);
        Directory.CreateDirectory(Path.Combine(folder, "native"));
        File.WriteAllText(Path.Combine(folder, "native", "libllama.so"), "bytes");
        var manifest = new BackendManifest(
            name,
            "Package",
            version,
            BackendPlatform.Current().Rid,
            [new BackendFile("native/libllama.so", 5, "00")]
        );
        File.WriteAllBytes(Path.Combine(folder, BackendManifest.FileName), manifest.ToJson());
        return folder;
    }

    private JsonElement Check(CliRun doctor) =>
        doctor.Json.GetProperty("checks").EnumerateArray().Single(one => Text("name")(one) == "backend");

    private static Func<JsonElement, string?> Text(string name) => element => element.GetProperty(name).GetString();
}
