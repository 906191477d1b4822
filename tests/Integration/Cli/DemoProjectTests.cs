using System.Diagnostics;
using Xunit;

namespace GptOssDev.Tests.Integration.Cli;

public sealed class DemoProjectTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gptoss-demo-test-");

    public DemoProjectTests()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "demo")))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Demo_project_compiles_clean_and_its_patch_brings_the_warning_it_promises()
    {
        var (exitCode, output) = await RunAsync("dotnet", "build", "-v", "q", "--nologo", "-warnaserror");
        Assert.True(exitCode == 0, output);

        (exitCode, output) = await RunAsync("git", "apply", "change.patch");
        Assert.True(exitCode == 0, output);
        (exitCode, output) = await RunAsync("dotnet", "build", "-v", "q", "--nologo");
        Assert.True(exitCode == 0, output);
        Assert.Contains("CS8602", output);
        Assert.Contains("<= order.Count", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "PriceList.cs")));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return (process.ExitCode, await output + await error);
    }
}
