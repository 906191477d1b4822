using GptOssDev.Llama;
using GptOssDev.Llama.Native;
using Xunit;

namespace GptOssDev.Tests.Unit.Llama;

/// <summary>The search for the native libraries, over folders of empty files.</summary>
public sealed class NativeLibraryLocatorTests : IDisposable
{
    private static readonly NativePlatform _linux = new("linux-x64", ["avx2", "avx", "noavx"]);
    private static readonly string[] _cpuLibraries = ["llama", "ggml", "ggml-base", "ggml-cpu"];

    private readonly string _root = Directory.CreateTempSubdirectory("gptoss-natives-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Places_are_searched_in_order()
    {
        var plain = Natives("program/runtimes/linux-x64/native/noavx");
        Assert.Equal([plain], Find());
        var cpu = Natives("program/runtimes/linux-x64/native/avx2");
        Natives("program/runtimes/linux-x64/native/avx512");
        Assert.Equal([cpu], Find());
        var vulkan = Natives("program/runtimes/linux-x64/native/vulkan");
        Assert.Equal([vulkan, cpu], Find());
        var cuda = Natives("program/runtimes/linux-x64/native/cuda12");
        Assert.Equal([cuda, vulkan, cpu], Find());
        Assert.Equal([vulkan, cpu], Find(accelerator: "vulkan"));
        Assert.Equal([cpu], Find(accelerator: ""));
        var backend = Natives("installed/cuda12");
        Assert.Equal([backend, cpu], Find(root: "installed", accelerator: "cuda12"));
        Assert.Equal([cpu], Find(root: "removed", accelerator: "cuda12"));
        var ownCpu = Natives("own/avx2");
        Assert.Equal([ownCpu, cpu], Find(root: "own", accelerator: ""));
        Assert.Equal([cpu], Find(root: "removed", accelerator: ""));
        var named = Natives("elsewhere");
        Assert.Equal([named], Find(variable: named, root: "installed", accelerator: "cuda12"));
    }

    [Fact]
    public void Folder_of_the_last_resort_alone_has_no_fallback()
    {
        Natives("program/runtimes/linux-x64/native/noavx");
        Natives("program/runtimes/linux-x64/native/cuda12");

        Assert.Equal([true, false], Locator().Find().Select(folder => folder.HasFallback));
        Assert.Equal([false], Locator(variable: Natives("elsewhere")).Find().Select(folder => folder.HasFallback));
    }

    [Fact]
    public void Required_code_for_a_gpu_has_no_fallback()
    {
        Natives("program/runtimes/linux-x64/native/noavx");
        var cuda = Natives("installed/cuda12");

        var found = Locator(root: "installed", accelerator: "cuda12", isRequired: true).Find();

        Assert.Equal([new NativeFolder(cuda, HasFallback: false)], found);
        var e = Assert.Throws<LlamaException>(() => Locator(accelerator: "cuda12", isRequired: true).Find());
        Assert.Contains("cuda12", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-x64", "avx2", "lib", ".so")]
    [InlineData("linux-musl-x64", "avx2", "lib", ".so")]
    [InlineData("linux-arm64", "", "lib", ".so")]
    [InlineData("win-x64", "avx2", "", ".dll")]
    [InlineData("win-arm64", "", "", ".dll")]
    [InlineData("osx-arm64", "", "lib", ".dylib")]
    [InlineData("osx-x64", "rosetta2", "lib", ".dylib")]
    public void Every_platform_has_its_folder_and_file_names(string rid, string level, string prefix, string extension)
    {
        var platform = new NativePlatform(rid, [level]);
        var folder = Natives($"program/runtimes/{rid}/native/{level}", platform);

        var found = Probe(platform: platform);

        Assert.Equal(
            (folder, $"{prefix}llama{extension}", $"{prefix}ggml-base{extension}"),
            (found.Directory, Path.GetFileName(found.Llama), Path.GetFileName(found.GgmlBase))
        );
    }

    [Fact]
    public void Platform_of_this_process_has_a_level_that_every_processor_runs()
    {
        var platform = NativePlatform.Current();

        Assert.NotNull(platform);
        Assert.Contains(platform.Levels[^1], (string[])["noavx", "", "rosetta2"]);
    }

    [Fact]
    public void Libraries_are_loaded_before_what_needs_them()
    {
        var folder = Natives("program/runtimes/osx-arm64/native", _mac, [.. _cpuLibraries, "ggml-metal", "ggml-blas"]);

        var found = Probe(platform: _mac);

        Assert.Equal(
            ["libggml-base.dylib", "libggml-cpu.dylib", "libggml-blas.dylib", "libggml-metal.dylib", "libggml.dylib"],
            found.Dependencies.Select(file => Path.GetRelativePath(folder, file))
        );
    }

    [Fact]
    public void Backend_without_code_for_the_cpu_takes_the_programs_own()
    {
        var cpu = Natives("program/runtimes/linux-x64/native/avx2");
        Natives("installed/cuda12", libraries: ["llama", "ggml", "ggml-base", "ggml-cuda", "mtmd"]);

        var found = Probe(root: "installed", accelerator: "cuda12");

        Assert.Equal(
            ["libggml-base.so", Path.Combine(cpu, "libggml-cpu.so"), "libggml-cuda.so", "libggml.so"],
            found.Dependencies.Select(file =>
                file.StartsWith(cpu, StringComparison.Ordinal) ? file : Path.GetFileName(file)
            )
        );
    }

    [Fact]
    public void Nothing_found_names_every_place_and_what_fixes_it()
    {
        var e = Assert.Throws<LlamaException>(() => Find());

        Assert.Equal(LlamaFailure.LibraryNotFound, e.Reason);
        Assert.Contains(Path.Combine("runtimes", "linux-x64", "native", "avx2"), e.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("runtimes", "linux-x64", "native", "noavx"), e.Message, StringComparison.Ordinal);
        Assert.Contains("install the program again", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Variable_that_leads_nowhere_is_an_error_and_not_passed_over()
    {
        Natives("program/runtimes/linux-x64/native/avx2");

        var e = Assert.Throws<LlamaException>(() => Find(variable: Path.Combine(_root, "nowhere")));

        Assert.Contains("GPTOSS_LLAMA_DIR", e.Message, StringComparison.Ordinal);
        Assert.Equal(LlamaFailure.LibraryNotFound, e.Reason);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("ggml")]
    [InlineData("ggml-base")]
    [InlineData("ggml-cpu")]
    public void Folder_without_one_of_the_libraries_is_unusable_and_names_it(string library)
    {
        var folder = Natives("program/runtimes/linux-x64/native/avx2");
        File.Delete(Path.Combine(folder, $"lib{library}.so"));

        var e = Assert.Throws<LlamaException>(() => Probe());

        Assert.Equal(LlamaFailure.LibraryUnusable, e.Reason);
        Assert.Contains($"lib{library}.so", e.Message, StringComparison.Ordinal);
    }

    private static readonly NativePlatform _mac = new("osx-arm64", [""]);

    private NativeLibraryLocator Locator(
        string? variable = null,
        string? root = null,
        string? accelerator = null,
        bool isRequired = false,
        NativePlatform? platform = null
    ) =>
        new(
            new LlamaLibraryOptions
            {
                Environment = name => name == NativeLibraryLocator.DirectoryVariable ? variable : null,
                ProgramFolder = Path.Combine(_root, "program"),
                BackendRoot = root is null ? null : Path.Combine(_root, root),
                Accelerator = accelerator,
                RequiresAccelerator = isRequired,
            },
            platform ?? _linux
        );

    private IEnumerable<string> Find(string? variable = null, string? root = null, string? accelerator = null) =>
        Locator(variable, root, accelerator).Find().Select(folder => folder.Path);

    private NativeLocation Probe(string? root = null, string? accelerator = null, NativePlatform? platform = null)
    {
        var locator = Locator(root: root, accelerator: accelerator, platform: platform);
        return locator.Probe(locator.Find()[0]);
    }

    private string Natives(string folder, NativePlatform? platform = null, string[]? libraries = null)
    {
        var path = Directory.CreateDirectory(Path.Combine(_root, Path.Combine(folder.Split('/')))).FullName;
        foreach (var library in libraries ?? _cpuLibraries)
        {
            File.WriteAllBytes(Path.Combine(path, (platform ?? _linux).FileName(library)), []);
        }

        return Path.TrimEndingDirectorySeparator(path);
    }
}
