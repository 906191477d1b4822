using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using GptOssDev.Client.Backends;
using GptOssDev.Llama.Native;
using Xunit;

namespace GptOssDev.Tests.Unit.Client.Backends;

public sealed class BackendStoreTests : IDisposable
{
    private const string Version = "1.2.3";
    private static readonly BackendPlatform _linux = new("linux-x64");

    private readonly string _root = Directory.CreateTempSubdirectory("gptoss-backends-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Backend_that_is_there_in_whole_has_no_problem()
    {
        Install(Backend.Cuda12, Version);

        var found = Store().Find(Backend.Cuda12)!;

        Assert.Equal((Version, 5L, null), (found.Version, found.Bytes, found.Problem));
        Assert.True(Store().IsIntact(Backend.Cuda12, CancellationToken.None));
        Assert.Null(Store().Find(Backend.Vulkan));
    }

    [Fact]
    public void Truncated_file_is_a_problem_that_names_it()
    {
        var folder = Install(Backend.Cuda12, Version);
        File.WriteAllText(Path.Combine(folder, "native", "libllama.so"), "by");

        Assert.Equal("is damaged: native/libllama.so has 2 bytes instead of 5", Store().Find(Backend.Cuda12)!.Problem);
    }

    [Fact]
    public void Missing_file_is_a_problem_that_names_it()
    {
        var folder = Install(Backend.Cuda12, Version);
        File.Delete(Path.Combine(folder, "native", "libllama.so"));

        Assert.Equal("is damaged: native/libllama.so is missing", Store().Find(Backend.Cuda12)!.Problem);
    }

    [Fact]
    public void Changed_bytes_of_the_same_length_are_found_by_the_hash()
    {
        var folder = Install(Backend.Cuda12, Version);
        File.WriteAllText(Path.Combine(folder, "native", "libllama.so"), "BYTES");

        Assert.Null(Store().Find(Backend.Cuda12)!.Problem);
        Assert.False(Store().IsIntact(Backend.Cuda12, CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"name\":\"cuda12\"}")]
    [InlineData(
        "{\"name\":\"cuda12\",\"package\":\"p\",\"version\":\"1.2.3\",\"platform\":\"linux-x64\",\"files\":null}"
    )]
    public void Unreadable_manifest_is_a_problem(string text)
    {
        var folder = Install(Backend.Cuda12, Version);
        File.WriteAllText(Path.Combine(folder, BackendManifest.FileName), text);

        Assert.Equal("is damaged: its manifest.json cannot be read", Store().Find(Backend.Cuda12)!.Problem);
        Assert.False(Store().IsIntact(Backend.Cuda12, CancellationToken.None));
    }

    [Fact]
    public void Another_version_is_a_problem_that_names_both()
    {
        Install(Backend.Cuda12, "1.0.0");

        var found = Store().Find(Backend.Cuda12)!;

        Assert.Equal(("1.0.0", "is version 1.0.0 and the program needs 1.2.3"), (found.Version, found.Problem));
    }

    [Fact]
    public void Backend_of_another_platform_is_a_problem()
    {
        Install(Backend.Cpu, Version, "linux-arm64");

        Assert.Equal("is built for linux-arm64 and this machine is linux-x64", Store().Find(Backend.Cpu)!.Problem);
    }

    [Fact]
    public void Manifest_of_another_backend_is_a_problem()
    {
        Install(Backend.Cpu, Version);
        Directory.Move(Path.Combine(_root, "cpu"), Path.Combine(_root, "vulkan"));

        Assert.Equal("is damaged: its manifest.json is of cpu 1.2.3", Store().Find(Backend.Vulkan)!.Problem);
    }

    [Theory]
    [InlineData("cpu", "linux-x64", "LLamaSharp.Backend.Cpu")]
    [InlineData("cpu", "osx-arm64", "LLamaSharp.Backend.Cpu")]
    [InlineData("cuda12", "linux-x64", "LLamaSharp.Backend.Cuda12.Linux")]
    [InlineData("cuda12", "win-x64", "LLamaSharp.Backend.Cuda12.Windows")]
    [InlineData("vulkan", "linux-x64", "LLamaSharp.Backend.Vulkan.Linux")]
    [InlineData("vulkan", "win-x64", "LLamaSharp.Backend.Vulkan.Windows")]
    [InlineData("cuda12", "linux-arm64", null)]
    [InlineData("vulkan", "osx-arm64", null)]
    public void Every_platform_has_its_package(string name, string rid, string? package)
    {
        Assert.Equal(package, Backend.Find(name)!.PackageFor(new(rid)));
    }

    [Fact]
    public void Packages_are_those_that_the_build_references()
    {
        var versions = XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(one => one.Attribute("Include")!.Value)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var backend in Backend.All)
        {
            Assert.Contains(backend.PackageFor(new("linux-x64"))!, versions);
            Assert.Contains(backend.PackageFor(new("win-x64"))!, versions);
        }
    }

    [Fact]
    public void Version_is_that_of_the_managed_library()
    {
        // The assembly itself has no version.
        using var dependencies = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Unit.deps.json"))
        );

        Assert.True(
            dependencies
                .RootElement.GetProperty("libraries")
                .TryGetProperty("LLamaSharp/" + NativeVersion.Current, out _)
        );
    }

    [Fact]
    public void Platform_and_variable_are_those_of_the_search()
    {
        Assert.Equal(NativePlatform.Current()!.Rid, BackendPlatform.Current().Rid);
        Assert.Equal(NativeLibraryLocator.DirectoryVariable, BackendStore.FolderVariable);
        Assert.Equal(Backend.Gpu.Select(one => one.Name), NativePlatform.Accelerators);
    }

    [Fact]
    public void Bundled_backends_are_those_with_a_folder()
    {
        Assert.Empty(BundledBackends.Find(_root, _linux).Backends);
        var native = Directory.CreateDirectory(Path.Combine(_root, "runtimes", "linux-x64", "native")).FullName;
        Assert.Equal([Backend.Cpu], BundledBackends.Find(_root, _linux).Backends);
        Directory.CreateDirectory(Path.Combine(native, "cuda12"));
        Assert.Equal([Backend.Cpu, Backend.Cuda12], BundledBackends.Find(_root, _linux).Backends);
    }

    [Fact]
    public void Driver_that_hangs_is_silent()
    {
        using var release = new ManualResetEventSlim();
        var drivers = new GpuDrivers(TimeSpan.FromMilliseconds(1));

        var answer = drivers.AskInTime(() =>
        {
            release.Wait(TimeSpan.FromMinutes(1));
            return new(DriverState.Answered, 12_000, ["late"], "");
        });

        release.Set();
        Assert.Equal(DriverState.Silent, answer.State);
    }

    [Fact]
    public void Drivers_of_this_machine_answer_or_say_why_not()
    {
        var drivers = new GpuDrivers();
        foreach (var driver in (GpuDriver[])[GpuDriver.Cuda, GpuDriver.Vulkan])
        {
            var answer = drivers.Ask(driver);
            Assert.Equal(
                answer.State == DriverState.Answered && answer.Devices.Count > 0,
                answer.Problem(driver) is null
            );
        }
    }

    [Fact]
    public void Two_processes_that_ended_while_they_loaded_are_remembered_until_one_succeeds()
    {
        var record = new LoadRecord(_root);
        record.Begin();
        record.End();
        Assert.False(record.HasEndings());
        LeaveRecord(EndedProcess());
        record.Begin();
        Assert.False(record.HasEndings());
        LeaveRecord(EndedProcess());
        Assert.True(record.HasEndings());
        record.Clear();
        Assert.False(record.HasEndings());
    }

    [Fact]
    public void Folder_that_cannot_be_written_records_nothing()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        var record = new LoadRecord(file);

        record.Begin();
        record.End();
        record.Clear();

        Assert.False(record.HasEndings());
    }

    private static int EndedProcess()
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true }
        )!;
        process.WaitForExit();
        return process.Id;
    }

    private void LeaveRecord(int process)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, ".loading")).FullName;
        File.WriteAllBytes(Path.Combine(folder, process.ToString(CultureInfo.InvariantCulture)), []);
    }

    private BackendStore Store() => new(_root, Version, _linux);

    private string Install(Backend backend, string version, string rid = "linux-x64")
    {
        var folder = Path.Combine(_root, backend.Name, version);
        Directory.CreateDirectory(Path.Combine(folder, "native"));
        File.WriteAllText(Path.Combine(folder, "native", "libllama.so"), "bytes");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("bytes"u8));
        var manifest = new BackendManifest(
            backend.Name,
            "Package",
            version,
            rid,
            [new BackendFile("native/libllama.so", 5, hash)]
        );
        File.WriteAllBytes(Path.Combine(folder, BackendManifest.FileName), manifest.ToJson());
        return folder;
    }
}
