using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Files and places that a person may name by mistake: one line each, and the daemon lives on.</summary>
[Collection(SharedProgramGroup.Name)]
public sealed class BadFileTests(SharedProgram program)
{
    private const int BadInput = 2;

    private ProgramWorld World => program.World;

    public static TheoryData<string, string, string> Files
    {
        get
        {
            (string File, string Says)[] files =
            [
                ("Nope.cs", "no file"),
                ("folder", "is a folder"),
                ("Binary.cs", "binary"),
                ("Latin.cs", "not UTF-8"),
                ("Huge.txt", "over the limit"),
            ];
            var data = new TheoryData<string, string, string>();
            foreach (var (file, says) in files)
            {
                foreach (var command in (string[])["complete", "explain", "refactor"])
                {
                    data.Add(command, file, says);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_that_cannot_be_used_is_one_line_with_its_name(string command, string file, string says) =>
        (await World.RunAsync(Job(command, file))).AssertOneLine(BadInput, says, file);

    [Theory]
    [InlineData("Binary.cs", "not text")]
    [InlineData("Latin.cs", "not text")]
    [InlineData("Huge.txt", "larger than")]
    public async Task Input_that_is_no_context_of_a_question_is_one_line(string file, string says)
    {
        (await World.ShellAsync($"$G ask 'What is this?' < {file}")).AssertOneLine(BadInput, says, "standard input");
        (await World.ShellAsync($"$G complete Plain.cs:1:1 --stdin < {file}")).AssertOneLine(BadInput, says);
        (await World.ShellAsync($"$G review --patch - < {file}")).AssertOneLine(BadInput, says);
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("refactor")]
    public async Task Empty_file_is_one_line(string command) =>
        (await World.RunAsync(Job(command, "Empty.cs"))).AssertOneLine(BadInput, "empty", "Empty.cs");

    [Fact]
    public async Task Empty_file_can_be_completed()
    {
        var run = await World.RunAsync("complete", "Empty.cs:1:1");
        Assert.InRange(run.Code, 0, 1);
        run.AssertNoTrace();
    }

    [Theory]
    [InlineData("complete", "Plain.cs:999:1", "999")]
    [InlineData("complete", "Plain.cs:3:999", "column")]
    [InlineData("explain", "Plain.cs:999", "999")]
    [InlineData("explain", "Plain.cs:990-999", "999")]
    [InlineData("refactor", "Plain.cs:999", "999")]
    public async Task Place_past_the_end_is_one_line(string command, string target, string says) =>
        (await World.RunAsync(command == "refactor" ? [command, "Tidy up.", target] : [command, target])).AssertOneLine(
            BadInput,
            says,
            "Plain.cs"
        );

    [Theory]
    [InlineData("Nope.patch", "no file")]
    [InlineData("folder", "is a folder")]
    [InlineData("Binary.cs", "not text")]
    [InlineData("Huge.txt", "large")]
    public async Task Patch_that_cannot_be_read_is_one_line(string patch, string says) =>
        (await World.RunAsync("review", "--patch", patch)).AssertOneLine(BadInput, says, patch);

    [Fact]
    public async Task Patch_that_is_no_patch_is_one_line() =>
        (await World.RunAsync("review", "--patch", "Plain.cs")).AssertOneLine(BadInput, "unified diff");

    [Fact]
    public async Task Review_outside_of_a_repository_is_one_line() =>
        (await World.RunAsync("review")).AssertOneLine(BadInput, "git");

    [Theory]
    [InlineData("Plain")]
    [InlineData("Crlf")]
    [InlineData("Marked")]
    [InlineData("Wide")]
    public async Task Every_form_of_text_is_completed_and_explained(string form)
    {
        var line = "            total += product.UnitPrice * product.Quantity;";
        var complete = await World.RunAsync(
            "complete",
            $"{form}.cs:31:{line.LastIndexOf('*') + 2}",
            "--json",
            "--trust"
        );
        Assert.InRange(complete.Code, 0, 1);
        complete.AssertNoTrace();
        foreach (var item in complete.Json.GetProperty("items").EnumerateArray())
        {
            Assert.Equal("accepted", item.GetProperty("verdict").GetString());
        }
        var explain = await World.RunAsync("explain", $"{form}.cs:10-13");
        explain.AssertCode(0);
        Assert.NotEmpty(explain.Output.Trim());
    }

    [Fact]
    public async Task File_of_no_project_gets_an_unverified_answer()
    {
        var complete = await World.RunAsync(["complete", "lone/Alone.cs:31:42", "--root", "lone", "--json"]);
        Assert.InRange(complete.Code, 0, 1);
        complete.AssertNoTrace();
        foreach (var item in complete.Json.GetProperty("items").EnumerateArray())
        {
            Assert.NotEqual("accepted", item.GetProperty("verdict").GetString());
        }
        (await World.RunAsync("explain", "lone/Alone.cs:10-13", "--root", "lone")).AssertCode(0);
    }

    private static string[] Job(string command, string file) =>
        command switch
        {
            "complete" => [command, file + ":1:1"],
            "refactor" => [command, "Tidy up.", file],
            _ => [command, file],
        };
}
