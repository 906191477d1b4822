using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Standard streams that are closed, or whose reader goes away.</summary>
[Collection(SharedProgramGroup.Name)]
public sealed class StreamTests(SharedProgram program)
{
    private static readonly string[] _answers =
    [
        "gptoss: no completion",
        "gptoss: not reviewed: ",
        "gptoss: the review is not complete: ",
    ];

    public static TheoryData<string> Printing =>
        [
            "--help",
            "--version",
            "help review",
            "review --help",
            "status",
            "status --json",
            "model list",
            "model inspect gpt-oss-nano",
            "config list",
            "config path",
            "logs",
            "completions bash",
            "doctor",
            "explain Plain.cs",
            "explain Plain.cs:10-13 --json",
            "ask 'What does Find do?' --no-repo",
            "complete Plain.cs:31:42",
            "refactor \"Use 'is null' instead of '== null'.\" Plain.cs:15-24",
            "review --patch change.patch",
        ];

    [Theory]
    [MemberData(nameof(Printing))]
    public async Task Reader_that_leaves_after_a_line_is_no_failure(string command)
    {
        var world = program.World;
        world.Write("change.patch", Patch);
        var pid = await world.DaemonPidAsync();
        var run = await world.ShellAsync($"$G {command} | head -1; exit ${{PIPESTATUS[0]}}");
        run.AssertNoTrace();
        Assert.True(run.Code is 0 or 1 or 141, run.ToString());
        // An answer of "no", or what was not looked at, is a line of its own; the closed pipe is not.
        Assert.DoesNotContain(
            run.Errors.Split('\n'),
            line =>
                line.StartsWith("gptoss: ", StringComparison.Ordinal)
                && !_answers.Any(answer => line.StartsWith(answer, StringComparison.Ordinal))
        );
        var none = await world.ShellAsync($"$G {command} | true; exit ${{PIPESTATUS[0]}}");
        none.AssertNoTrace();
        Assert.True(none.Code is 0 or 1 or 141, none.ToString());
        Assert.Equal(pid, await world.DaemonPidAsync());
    }

    [Theory]
    [InlineData("explain Plain.cs:10-13", 0)]
    [InlineData("ask 'What is 1 + 1?' --no-repo", 0)]
    [InlineData("status", 0)]
    [InlineData("complete Plain.cs:31:42 --stdin", 2)]
    [InlineData("explain -", 2)]
    [InlineData("review --patch -", 2)]
    [InlineData("lsp", 0)]
    public async Task Closed_input_hangs_nothing(string command, int code)
    {
        var run = await program.World.ShellAsync($"$G {command} <&-");
        if (code == 0)
        {
            run.AssertCode(code);
        }
        else
        {
            run.AssertOneLine(code, "standard input");
        }
    }

    [Theory]
    [InlineData("status --json >&-")]
    [InlineData("status --json 2>&-")]
    [InlineData("explain Nope.cs 2>&-")]
    [InlineData("explain Plain.cs:10-13 >&- 2>&- <&-")]
    public async Task Closed_output_crashes_nothing(string command)
    {
        var run = await program.World.ShellAsync("$G " + command);
        Assert.True(run.Code is 0 or 2 or 3 or 141, run.ToString());
        run.AssertNoTrace();
    }

    private const string Patch = """
        --- a/Plain.cs
        +++ b/Plain.cs
        @@ -10,4 +10,4 @@
             public Product? Find(string name)
             {
        -        return products[name];
        +        return products.GetValueOrDefault(name);
             }

        """;
}
