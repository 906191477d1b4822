using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Native libraries that cannot be used: one line and exit 3 wherever a model is needed, and a daemon that lives on.</summary>
public sealed class BadLibraryTests
{
    private const int BadMachine = 3;

    private static readonly string _natives = Path.Join(Path.GetDirectoryName(ProgramWorld.Path), "runtimes");

    [Theory]
    [InlineData("nowhere", "GPTOSS_LLAMA_DIR", "nowhere")]
    [InlineData("without ggml", "libggml.so", "install it again")]
    [InlineData("truncated", "libllama.so", "truncated")]
    [InlineData("text", "libllama.so", "cannot load")]
    [InlineData("other release", "123456789", "b10221")]
    [InlineData("without libgomp", "libgomp.so.9 is missing", "apt-get install libgomp1")]
    public async Task Library_that_cannot_be_used_is_one_line(string kind, params string[] says)
    {
        using var folder = new TemporaryFolder();
        await using var world = new ProgramWorld(("GPTOSS_LLAMA_DIR", Damaged(folder.Path, kind)));

        var ask = await world.RunAsync("ask", "What?");

        ask.AssertOneLine(BadMachine, says);
        (await world.RunAsync("status")).AssertCode(0);
        (await world.RunAsync("ask", "What?")).AssertOneLine(BadMachine, says);
    }

    [Fact]
    public async Task Doctor_names_the_library_and_its_devices()
    {
        using var folder = new TemporaryFolder();
        await using var world = new ProgramWorld(("GPTOSS_LLAMA_DIR", Damaged(folder.Path, "whole")));

        var doctor = await world.RunAsync("doctor", "--json");

        Assert.Contains($"llama.cpp b10221 in {folder.Path}; devices: CPU", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_holds_the_libraries_of_its_own_platform_once()
    {
        await using var world = new ProgramWorld();
        var program = Path.GetDirectoryName(ProgramWorld.Path)!;

        Assert.Equal(
            [RuntimeInformation.RuntimeIdentifier],
            Directory.EnumerateDirectories(_natives).Select(Path.GetFileName)
        );
        Assert.All(
            Directory.EnumerateFiles(program, "*ggml*", SearchOption.AllDirectories),
            file => Assert.StartsWith(_natives, file, StringComparison.Ordinal)
        );
        Assert.Empty(Directory.EnumerateFiles(program, "*mtmd*", SearchOption.AllDirectories));
    }

    private static string Damaged(string folder, string kind)
    {
        if (kind == "nowhere")
        {
            return Path.Join(folder, kind);
        }

        var whole = Path.Join(_natives, RuntimeInformation.RuntimeIdentifier, "native", "noavx");
        if (!Directory.Exists(whole))
        {
            Assert.Skip($"{whole} is not there: npm start builds it");
        }

        foreach (var file in Directory.EnumerateFiles(whole))
        {
            File.Copy(file, Path.Join(folder, Path.GetFileName(file)));
        }

        var llama = Path.Join(folder, "libllama.so");
        switch (kind)
        {
            case "without ggml":
                File.Delete(Path.Join(folder, "libggml.so"));
                break;
            case "truncated":
                File.WriteAllBytes(llama, File.ReadAllBytes(llama)[..1_000_000]);
                break;
            case "text":
                File.WriteAllText(llama, "not a library");
                break;
            case "other release":
                Replace(Path.Join(folder, "libggml-base.so"), "815a2a591", "123456789");
                break;
            case "without libgomp":
                Replace(Path.Join(folder, "libggml-base.so"), "libgomp.so.1", "libgomp.so.9");
                break;
            default:
                break;
        }

        return folder;
    }

    private static void Replace(string path, string from, string to)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        Assert.True(at > 0, $"{path} holds {from}");
        Encoding.ASCII.GetBytes(to).CopyTo(bytes, at);
        File.WriteAllBytes(path, bytes);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("gptoss-library-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
