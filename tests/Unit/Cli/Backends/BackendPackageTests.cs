using System.Security.Cryptography;
using GptOssDev.Cli;
using GptOssDev.Cli.Backends;
using GptOssDev.Client.Backends;
using GptOssDev.Tests.Unit.Backends;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli.Backends;

public sealed class BackendPackageTests : IDisposable
{
    private const string Id = "LLamaSharp.Backend.Cuda12.Linux";
    private const string Version = "1.2.3";
    private static readonly BackendPlatform _linux = new("linux-x64");

    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("LLamaSharpRuntimes")]
    [InlineData("runtimes")]
    public void Libraries_of_the_platform_alone_are_unpacked_with_a_manifest(string root)
    {
        var package = new TestPackage().With($"{Id}.nuspec", TestPackage.Nuspec(Id, Version));
        foreach (
            var library in (string[])["libllama.so", "libggml.so", "libggml-base.so", "libggml-cuda.so", "libmtmd.so"]
        )
        {
            package.With($"{root}/linux-x64/native/cuda12/{library}", library);
        }

        package.With($"{root}/linux-arm64/native/cuda12/libllama.so", "x").With("build/x.props", "<Project/>");

        var manifest = Unpack(package.WriteRestored(_folder));

        Assert.Equal(
            ("cuda12", Id, Version, "linux-x64"),
            (manifest.Name, manifest.Package, manifest.Version, manifest.Platform)
        );
        string[] expected = ["libggml-base.so", "libggml-cuda.so", "libggml.so", "libllama.so"];
        Assert.Equal(
            expected.Select(name => "native/cuda12/" + name),
            manifest.Files.Select(file => file.Path).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            expected,
            Directory
                .EnumerateFiles(Path.Combine(_folder, "out", "native"), "*", SearchOption.AllDirectories)
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
        var llama = manifest.Files.Single(file => file.Path.EndsWith("libllama.so", StringComparison.Ordinal));
        Assert.Equal(11, llama.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("libllama.so"u8)), llama.Sha256);
        Assert.Equal(manifest.Files, BackendManifest.Read(Path.Combine(_folder, "out"))!.Files);
    }

    [Fact]
    public void Package_without_libraries_for_the_platform_is_refused()
    {
        var path = TestPackage.Gpu(Id, Version, rid: "linux-arm64").WriteRestored(_folder);

        Refused(path, "holds no libllama.so for linux-x64", "the CPU is used");
    }

    [Fact]
    public void Package_of_another_backend_is_refused()
    {
        Refused(TestPackage.Gpu(Id, Version, backend: "vulkan").WriteRestored(_folder), "holds no libllama.so");
    }

    [Theory]
    [InlineData(Id, "1.2.4")]
    [InlineData("Other", Version)]
    public void Nuspec_of_another_package_is_refused(string id, string version)
    {
        Refused(TestPackage.Gpu(id, version).WriteRestored(_folder), $"its nuspec is of {id} {version}");
    }

    [Theory]
    [InlineData("<package>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e \"e\">]><package>&e;</package>")]
    public void Nuspec_that_is_not_plain_XML_is_refused(string text)
    {
        Refused(new TestPackage().With($"{Id}.nuspec", text).WriteRestored(_folder), "its nuspec cannot be read");
    }

    [Fact]
    public void Package_without_a_nuspec_is_refused()
    {
        Refused(new TestPackage().With("lib/x", "x").WriteRestored(_folder), "it has no nuspec");
    }

    [Fact]
    public void Truncated_package_is_refused()
    {
        Refused(
            TestPackage.Gpu(Id, Version).WriteRestored(_folder, change: bytes => bytes[..(bytes.Length / 2)]),
            "damaged"
        );
    }

    [Fact]
    public void Bytes_changed_after_the_fetch_are_refused()
    {
        var path = TestPackage.Gpu(Id, Version).WriteRestored(_folder);
        File.AppendAllText(path + ".sha512", "x");

        Refused(path, "not those that NuGet fetched");
    }

    [Theory]
    [InlineData("LLamaSharpRuntimes/linux-x64/native/../../../../evil.so")]
    [InlineData("LLamaSharpRuntimes/linux-x64/native//evil.so")]
    [InlineData("LLamaSharpRuntimes/linux-x64/native/C:evil.so")]
    [InlineData("LLamaSharpRuntimes/linux-x64/native/..\\evil.so")]
    public void Names_that_lead_out_of_the_folder_are_refused(string name)
    {
        Refused(TestPackage.Gpu(Id, Version).With(name, "x").WriteRestored(_folder), "it holds a file named");
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(_folder)!, "evil.so"));
    }

    [Fact]
    public void Damaged_content_is_refused()
    {
        var package = TestPackage.Gpu(Id, Version);
        var path = package.WriteRestored(
            _folder,
            change: bytes =>
            {
                // The directory of the archive says that the library is one byte longer than it is.
                var name = System.Text.Encoding.UTF8.GetBytes("LLamaSharpRuntimes/linux-x64/native/cuda12/libllama.so");
                var at = bytes.AsSpan().LastIndexOf(name) - 22;
                bytes[at] += 1;
                return bytes;
            }
        );

        Refused(path, "libllama.so has 14 bytes instead of 15");
    }

    [Theory]
    [InlineData(
        "/x.csproj : error NU1101: Unable to find package P.",
        "P 1.0.0 is not on the package sources",
        "https://example.org"
    )]
    [InlineData(
        "/x.csproj : error NU1102: Unable to find package P with version (= 1.0.0)",
        "P 1.0.0 is not on",
        "--source"
    )]
    [InlineData(
        "/x.csproj : error NU1301: The local source '/feed' doesn't exist.",
        "cannot be used: The local source '/feed'",
        "--source"
    )]
    [InlineData(
        "/sdk/NuGet.targets(1,5): error : End of Central Directory record could not be found. [/x.csproj]",
        "damaged (End of Central Directory record could not be found.)",
        "/feed"
    )]
    [InlineData("/x.csproj : error NU1999: Something new.", "could not be fetched: Something new.", "P 1.0.0")]
    [InlineData(
        "/sdk/NuGet.targets(1,5): error : No space left on device : '/x' [/x.csproj]",
        "no room for P 1.0.0: free disk space",
        "No space left on device"
    )]
    [InlineData("killed", "could not be fetched: killed", "P 1.0.0")]
    public void Failed_restore_is_one_line(string printed, string expected, string also)
    {
        var line = PackageFetch.Explain("P", "1.0.0", "/feed, https://example.org/v3/index.json", [printed]);

        Assert.DoesNotContain('\n', line);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Contains(also, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_without_sources_says_how_to_add_one()
    {
        var line = PackageFetch.Explain("P", "1.0.0", "", ["/x.csproj : error NU1100: Unable to resolve 'P'."]);

        Assert.Contains("no NuGet package source is configured", line, StringComparison.Ordinal);
    }

    private BackendManifest Unpack(string path)
    {
        using var package = BackendPackage.Open(path, Id, Version);
        return package.Unpack(Backend.Cuda12, _linux, Path.Combine(_folder, "out"), CancellationToken.None);
    }

    private void Refused(string path, params string[] parts)
    {
        var refused = Assert.Throws<CliException>(() => Unpack(path));
        Assert.Equal(ExitCodes.Environment, refused.ExitCode);
        Assert.DoesNotContain('\n', refused.Message);
        foreach (var part in parts)
        {
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        }
    }
}
