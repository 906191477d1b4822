using System.Diagnostics;
using Xunit;

namespace GptOssDev.Tests.Quality;

/// <summary>
/// A copy of this repository's sources in a temporary folder, built once as it is and then again with files changed. Warnings are
/// no errors there: what a compiler only warns of while code is being written is nobody's fault.
/// </summary>
internal sealed class RepositoryCopy : IDisposable
{
    private static readonly HashSet<string> _left = ["artifacts", "node_modules", "bin", "obj", "models", ".git"];

    // Each project by itself against the outputs of the others, so that an error in one hides none in those above it.
    private static readonly string[] _alone =
    [
        "build",
        "GptOssDev.sln",
        "-c",
        "Release",
        "--no-restore",
        "-v",
        "quiet",
        "-nologo",
        "-p:BuildProjectReferences=false",
        "-p:TreatWarningsAsErrors=false",
        "-p:RunAnalyzers=false",
        "-p:EnforceCodeStyleInBuild=false",
    ];

    private RepositoryCopy(string root) => Root = root;

    public string Root { get; }

    /// <summary>Copies and builds; fails where the repository itself does not build.</summary>
    public static async Task<RepositoryCopy> MakeAsync(CancellationToken cancel)
    {
        var copy = new RepositoryCopy(Directory.CreateTempSubdirectory("gptoss-quality-").FullName);
        try
        {
            Copy(new DirectoryInfo(Repository.Root), Directory.CreateDirectory(copy.Root));
            var (code, output) = await copy.DotnetAsync(
                ["build", "GptOssDev.sln", "-c", "Release", "-v", "quiet", "-nologo", "-p:RunAnalyzers=false"],
                cancel
            );
            Assert.True(code == 0, $"the copy does not build:\n{output}");
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Builds with these texts in place of the files' own, which are put back.</summary>
    /// <param name="texts">By absolute path.</param>
    public async Task<IReadOnlyList<BuildError>> ErrorsWithAsync(
        IReadOnlyDictionary<string, string> texts,
        CancellationToken cancel
    )
    {
        var own = texts.Keys.ToDictionary(path => path, File.ReadAllBytes);
        try
        {
            foreach (var (path, text) in texts)
            {
                await File.WriteAllTextAsync(path, text, cancel);
            }
            var (code, output) = await DotnetAsync(_alone, cancel);
            var errors = BuildError.In(output);
            Assert.True(code == 0 == (errors.Count == 0), $"the build ended with {code}:\n{output}");
            return errors;
        }
        finally
        {
            foreach (var (path, bytes) in own)
            {
                await File.WriteAllBytesAsync(path, bytes, CancellationToken.None);
            }
        }
    }

    private async Task<(int Code, string Output)> DotnetAsync(string[] arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // Servers that outlive the build would keep the folder and the test's output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, output);
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Join(to.FullName, file.Name));
        }
        foreach (var folder in from.EnumerateDirectories().Where(f => !_left.Contains(f.Name)))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
