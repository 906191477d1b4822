using System.Diagnostics;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>README's way to VS Code where nothing but Node.js and npm's cache is there.</summary>
public sealed class FreshCloneTests
{
    [Fact]
    public async Task Package_of_the_extension_is_made_in_a_fresh_clone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "npm and git are started as on Unix");
        var folder = Directory.CreateTempSubdirectory("gptoss-clone").FullName;
        try
        {
            // What git would clone, with what is not committed yet. Models are not needed for it.
            var (listed, files) = await RunAsync(
                Repository.Root,
                "git",
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
                "--",
                "*.json",
                "LICENSE",
                "cli/npm",
                "extension"
            );
            Assert.SkipWhen(listed != 0, "this is no clone: " + files);
            foreach (var file in files.Split('\0', StringSplitOptions.RemoveEmptyEntries))
            {
                var target = Path.Join(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                if (File.Exists(Repository.PathOf(file)))
                {
                    File.Copy(Repository.PathOf(file), target);
                }
            }

            var (code, said) = await RunAsync(folder, "npm", "run", "package", "-w", "extension");

            Assert.SkipWhen(
                code != 0 && said.Contains("ENOTCACHED", StringComparison.Ordinal),
                "npm's cache lacks packages"
            );
            Assert.True(code == 0, said);
            Assert.True(File.Exists(Path.Join(folder, "extension", "out", "gptossdev.vsix")), said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string folder,
        string program,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        // npm test has filled the cache.
        start.Environment["npm_config_prefer_offline"] = "true";
        start.Environment["npm_config_update_notifier"] = "false";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
