using System.Text;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Model files that are none: one line and exit 3, and the daemon that was asked lives on.</summary>
[Collection(SharedProgramGroup.Name)]
public sealed class BadModelTests(SharedProgram program)
{
    private const int BadMachine = 3;

    [Theory]
    [InlineData("missing", "missing.gguf")]
    [InlineData("noname", "no model")]
    [InlineData("truncated", "truncated.gguf")]
    [InlineData("other", "llamaxx")]
    [InlineData("harmony", "<|channel|>")]
    [InlineData("text", "GGUF")]
    [InlineData("empty", "empty.gguf")]
    [InlineData("folder", "folder")]
    public async Task Model_that_cannot_be_used_is_one_line(string kind, string says)
    {
        var world = program.World;
        var pid = await world.DaemonPidAsync();
        // A relative path: the daemon works in another folder.
        var model = kind is "noname" or "folder" ? kind : "models/" + kind + ".gguf";
        Write(world, kind);
        foreach (
            var job in (string[][])
                [
                    ["complete", "Plain.cs:31:42"],
                    ["explain", "Plain.cs:10-13"],
                    ["ask", "What?"],
                ]
        )
        {
            (await world.RunAsync([.. job, "--model", model])).AssertOneLine(BadMachine, says);
        }
        Assert.Equal(pid, await world.DaemonPidAsync());
    }

    [Fact]
    public async Task Model_given_by_a_relative_path_is_used()
    {
        var world = program.World;
        Directory.CreateDirectory(world["models"]);
        TinyGptOss.Write(world["models"], new TinyGptOssOptions { ContextLength = 4096 }, "good");
        var run = await world.RunAsync("model", "inspect", "models/good.gguf", "--json");
        run.AssertCode(0);
        Assert.Contains("models/good.gguf", run.Output, StringComparison.Ordinal);
    }

    private static void Write(ProgramWorld world, string kind)
    {
        Directory.CreateDirectory(world["models"]);
        var path = world[$"models/{kind}.gguf"];
        var good = TinyGptOss.Build(new TinyGptOssOptions())[0];
        switch (kind)
        {
            case "truncated":
                File.WriteAllBytes(path, good[..(good.Length / 2)]);
                break;
            case "other":
                File.WriteAllBytes(path, Replace(good, "\x07\0\0\0\0\0\0\0gpt-oss", "\x07\0\0\0\0\0\0\0llamaxx"));
                break;
            case "harmony":
                File.WriteAllBytes(path, Replace(good, "<|channel|>", "<|chaxxel|>"));
                break;
            case "text":
                File.WriteAllText(path, "This is not a model.\n" + new string('x', 5000));
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            default:
                break;
        }
    }

    private static byte[] Replace(byte[] bytes, string from, string to)
    {
        byte[] result = [.. bytes];
        var at = result.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        Assert.True(at > 0, "the tiny model holds " + from);
        Encoding.ASCII.GetBytes(to).CopyTo(result, at);
        return result;
    }
}
