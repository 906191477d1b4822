using GptOssDev.Llama;
using GptOssDev.Llama.Native;
using Xunit;

namespace GptOssDev.Tests.Unit.Llama;

/// <summary>The search for the native library, over folders of empty files.</summary>
public sealed class NativeLibraryLocatorTests : IDisposable
{
    private static readonly NativePlatform _linux = NativePlatform.Of("linux", "x64");

    private readonly string _root = Directory.CreateTempSubdirectory("gptoss-natives-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Places_are_searched_in_order()
    {
        var beside = Natives("repo/artifacts/bin/native");
        Assert.Equal(beside, Locate().Directory);
        var package = Natives("repo/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64");
        Assert.Equal(package, Locate().Directory);
        var backend = Natives("cache/backends/linux-x64");
        Assert.Equal(backend, Locate().Directory);
        var cuda = Natives("cache/backends/linux-x64-cuda");
        Assert.Equal(cuda, Locate().Directory);
        var named = Natives("elsewhere");
        Assert.Equal(named, Locate(variable: named).Directory);
    }

    [Fact]
    public void Package_for_a_gpu_comes_before_the_plain_one()
    {
        Natives("repo/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64");
        var vulkan = Natives("repo/node_modules/@node-llama-cpp/linux-x64-vulkan/bins/linux-x64-vulkan");
        Assert.Equal(vulkan, Locate().Directory);
        var cuda = Natives("repo/node_modules/@node-llama-cpp/linux-x64-cuda/bins/linux-x64-cuda");
        Assert.Equal(cuda, Locate().Directory);
    }

    [Theory]
    [InlineData("linux", "arm64", "linux-arm64", "so", "lib")]
    [InlineData("win", "x64", "win-x64", "dll", "")]
    [InlineData("win", "arm64", "win-arm64", "dll", "lib")]
    [InlineData("mac", "arm64", "mac-arm64-metal", "dylib", "lib")]
    [InlineData("mac", "x64", "mac-x64", "dylib", "lib")]
    public void Every_platform_has_its_package_and_file_names(
        string os,
        string arch,
        string package,
        string extension,
        string prefix
    )
    {
        var folder = Natives(
            $"repo/node_modules/@node-llama-cpp/{package}/bins/{package}",
            "v0.5.0",
            extension,
            prefix
        );
        var found = Locate(platform: NativePlatform.Of(os, arch));
        Assert.Equal((folder, "v0.5.0"), (found.Directory, found.Release));
        Assert.Equal($"{prefix}llama.v0.5.0.{extension}", Path.GetFileName(found.Llama));
        Assert.Equal($"{prefix}ggml-base.{extension}", Path.GetFileName(found.GgmlBase));
    }

    [Fact]
    public void Nothing_found_names_every_place()
    {
        var e = Assert.Throws<LlamaException>(() => Locate());
        Assert.Equal(LlamaFailure.LibraryNotFound, e.Reason);
        Assert.Contains(
            Path.Combine(_root, "cache", "backends", "linux-x64-cuda"),
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("@node-llama-cpp", e.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("bin", "native"), e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Another_release_is_refused_with_both_names()
    {
        Natives("repo/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64", "v0.6.1");
        var e = Assert.Throws<LlamaException>(() => Locate());
        Assert.Equal(LlamaFailure.LibraryMismatch, e.Reason);
        Assert.Contains("v0.6.1", e.Message, StringComparison.Ordinal);
        Assert.Contains("v0.5.0", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"buildOptions":{"llamaCpp":{"release":"v0.5.0"}}}""", null)]
    [InlineData("""{"buildOptions":{"llamaCpp":{"release":"b7000"}}}""", "b7000")]
    [InlineData("""{"buildOptions":[]}""", "unknown")]
    [InlineData("not json", "unknown")]
    public void Name_without_a_release_takes_it_from_the_metadata(string json, string? refused)
    {
        var folder = Natives("own", release: null);
        File.WriteAllText(Path.Combine(folder, "_nlcBuildMetadata.json"), json);
        if (refused is null)
        {
            Assert.Equal("v0.5.0", Locate(variable: folder).Release);
            return;
        }

        var e = Assert.Throws<LlamaException>(() => Locate(variable: folder));
        Assert.Contains(refused, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variable_that_leads_nowhere_is_an_error_and_not_passed_over()
    {
        Natives("repo/artifacts/bin/native");
        var e = Assert.Throws<LlamaException>(() => Locate(variable: Path.Combine(_root, "nowhere")));
        Assert.Contains("GPTOSS_LLAMA_DIR", e.Message, StringComparison.Ordinal);
        Assert.Equal(LlamaFailure.LibraryNotFound, e.Reason);
    }

    [Fact]
    public void Folder_without_all_libraries_is_unusable()
    {
        var folder = Natives("half");
        File.Delete(Path.Combine(folder, "libggml-base.so"));
        var e = Assert.Throws<LlamaException>(() => Locate(variable: folder));
        Assert.Equal(LlamaFailure.LibraryUnusable, e.Reason);
    }

    private NativeLocation Locate(string? variable = null, NativePlatform? platform = null)
    {
        var options = new LlamaLibraryOptions
        {
            Environment = name => name == NativeLibraryLocator.DirectoryVariable ? variable : null,
            ProgramFolder = Directory.CreateDirectory(Path.Combine(_root, "repo", "artifacts", "bin")).FullName,
            BackendsFolder = Path.Combine(_root, "cache", "backends"),
        };
        return new NativeLibraryLocator(options, platform ?? _linux).Locate();
    }

    private string Natives(string folder, string? release = "v0.5.0", string extension = "so", string prefix = "lib")
    {
        var path = Directory.CreateDirectory(Path.Combine(_root, Path.Combine(folder.Split('/')))).FullName;
        var version = release is null ? "" : "." + release;
        foreach (var name in new[] { $"llama{version}", $"ggml{version}", "ggml-base", "ggml-cpu-x64", "llama-common" })
        {
            File.WriteAllBytes(Path.Combine(path, $"{prefix}{name}.{extension}"), []);
        }

        return path;
    }
}
