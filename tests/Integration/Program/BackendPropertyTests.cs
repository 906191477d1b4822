using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Which package of native libraries MSBuild chooses for <c>GptOssBackend</c> and a platform.</summary>
public sealed class BackendPropertyTests
{
    private static readonly string _project = Repository.PathOf("src", "GptOssDev.Server", "GptOssDev.Server.csproj");

    [Theory]
    [InlineData("", "linux-x64", "LLamaSharp.Backend.Cpu")]
    [InlineData("Cpu", "osx-arm64", "LLamaSharp.Backend.Cpu")]
    [InlineData("Cuda12", "linux-x64", "LLamaSharp.Backend.Cpu", "LLamaSharp.Backend.Cuda12.Linux")]
    [InlineData("Cuda12", "win-x64", "LLamaSharp.Backend.Cpu", "LLamaSharp.Backend.Cuda12.Windows")]
    [InlineData("Vulkan", "linux-x64", "LLamaSharp.Backend.Cpu", "LLamaSharp.Backend.Vulkan.Linux")]
    [InlineData("Vulkan", "win-x64", "LLamaSharp.Backend.Cpu", "LLamaSharp.Backend.Vulkan.Windows")]
    public async Task Backend_references_the_package_of_the_platform(
        string backend,
        string rid,
        params string[] expected
    )
    {
        var (code, output) = await EvaluateAsync(backend, rid, "-getItem:PackageReference");

        Assert.True(code == 0, output);
        var found = JsonDocument
            .Parse(output)
            .RootElement.GetProperty("Items")
            .GetProperty("PackageReference")
            .EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!)
            .Where(name => name.StartsWith("LLamaSharp.Backend", StringComparison.Ordinal));
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Platform_that_is_not_named_is_the_machine_s()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "asks for the Linux package");

        var (code, output) = await EvaluateAsync("Cuda12", "", "-getProperty:NativesRid");

        Assert.True(code == 0, output);
        Assert.StartsWith("linux-", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rocm", "linux-x64", "GptOssBackend 'Rocm' is unknown: use Cpu, Cuda12 or Vulkan")]
    [InlineData("cuda", "linux-x64", "GptOssBackend 'cuda' is unknown: use Cpu, Cuda12 or Vulkan")]
    [InlineData("Cuda12", "osx-arm64", "GptOssBackend Cuda12 is not available for osx-arm64")]
    [InlineData("Vulkan", "linux-arm64", "GptOssBackend Vulkan is not available for linux-arm64")]
    public async Task Backend_that_does_not_exist_is_one_error(string backend, string rid, string says)
    {
        var (code, output) = await EvaluateAsync(backend, rid, "-t:CheckGptOssBackend");

        Assert.Equal(1, code);
        Assert.Contains(
            says,
            Assert.Single(output.Split('\n'), line => line.Contains("error", StringComparison.Ordinal))
        );
    }

    private static async Task<(int Code, string Output)> EvaluateAsync(string backend, string rid, string question)
    {
        string[] arguments = ["msbuild", _project, question, "-nologo", "-v:quiet", "-p:RuntimeIdentifier=" + rid];
        var start = new ProcessStartInfo("dotnet", [.. arguments, "-p:GptOssBackend=" + backend])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return (process.ExitCode, (await output + await errors).Trim());
    }
}
