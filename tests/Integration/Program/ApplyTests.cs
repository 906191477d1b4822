using System.Text;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Changes that are written: in the file's own form, or not at all.</summary>
[Collection(SharedProgramGroup.Name)]
public sealed class ApplyTests(SharedProgram program)
{
    private const string Instruction = "Use 'is null' instead of '== null'.";

    [Theory]
    [InlineData("Plain")]
    [InlineData("Crlf")]
    [InlineData("Marked")]
    [InlineData("Wide")]
    public async Task Applied_change_keeps_encoding_and_line_ends(string form)
    {
        var world = program.World;
        var folder = "apply" + form;
        SampleCode.WriteProject(world, folder);
        var path = world[$"{folder}/{form}.cs"];
        var before = SampleCode.Warehouse(form);
        var run = await ApplyAsync(folder, form);
        Assert.SkipWhen(run.Code == 1, "the model found no change that compiles: " + run);
        run.AssertCode(0);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var encoding = form == "Wide" ? Encoding.Unicode : Encoding.UTF8;
        var after = encoding.GetString(bytes).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        Assert.NotEqual(before, after);
        Assert.Contains("is null", after, StringComparison.Ordinal);
        // The same text put into the file's form by other means is the same file.
        Assert.Equal(SampleCode.Encode(form, after), bytes);
    }

    [Fact]
    public async Task Read_only_file_is_one_line_and_nothing_is_lost()
    {
        var world = program.World;
        SampleCode.WriteProject(world, "applyLocked");
        var path = world["applyLocked/Plain.cs"];
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            var run = await ApplyAsync("applyLocked", "Plain");
            Assert.SkipWhen(run.Code == 1, "the model found no change that compiles: " + run);
            Assert.Equal(3, run.Code);
            Assert.Single(run.Errors.Trim().Split('\n'), l => l.Contains("read-only", StringComparison.Ordinal));
            run.AssertNoTrace();
            var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(SampleCode.Encode("Plain", SampleCode.Warehouse("Plain")), bytes);
            Assert.Equal(5, Directory.GetFiles(world["applyLocked"]).Length);
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    private Task<ProgramResult> ApplyAsync(string folder, string form) =>
        program.World.RunAsync(
            "refactor",
            Instruction,
            $"{folder}/{form}.cs:15-24",
            "--root",
            folder,
            "--trust",
            "--apply"
        );
}
