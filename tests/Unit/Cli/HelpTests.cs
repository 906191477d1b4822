using System.Runtime.CompilerServices;
using GptOssDev.Cli;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class HelpTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    public static TheoryData<string> Commands() =>
        new(
            "",
            "demo",
            "complete",
            "explain",
            "ask",
            "refactor",
            "review",
            "serve",
            "stop",
            "status",
            "logs",
            "model",
            "model inspect",
            "backend",
            "backend list",
            "backend install",
            "backend remove",
            "doctor",
            "bench",
            "config",
            "config set",
            "lsp",
            "completions"
        );

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help review", "review --help")]
    public async Task Help_as_a_word_is_the_option(string word, string option)
    {
        var run = await _cli.RunAsync(word.Split(' '));
        var same = await _cli.RunAsync(option.Split(' '));

        Assert.Equal((ExitCodes.Done, same.Out), (run.ExitCode, run.Out));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_is_the_golden_text(string command)
    {
        var words = command.Length == 0 ? [] : command.Split(' ');

        var run = await _cli.RunAsync([.. words, "--help"]);

        Assert.Equal((ExitCodes.Done, ""), (run.ExitCode, run.Error));
        Golden($"help{string.Concat(words.Select(word => "-" + word))}.txt", run.Out);
    }

    [Fact]
    public async Task Bare_program_shows_its_help()
    {
        Assert.Equal((await _cli.RunAsync("--help")).Out, (await _cli.RunAsync()).Out);
    }

    [Theory]
    [InlineData("gptoss: there is no command 'statsu', did you mean 'status'?; see gptoss --help", "statsu")]
    [InlineData("gptoss: there is no command 'frobnicate'; see gptoss --help", "frobnicate")]
    [InlineData(
        "gptoss: status has no option '--jsn', did you mean '--json'?; see gptoss status --help",
        "status",
        "--jsn"
    )]
    [InlineData("gptoss: model has no command 'lst', did you mean 'list'?; see gptoss model --help", "model", "lst")]
    [InlineData("gptoss: say what to do: list, inspect; gptoss model --help tells more", "model")]
    [InlineData("gptoss: complete needs FILE:LINE:COL; see gptoss complete --help", "complete")]
    [InlineData(
        "gptoss: 'b' is one argument too many for explain; quote text with spaces, or see gptoss explain --help",
        "explain",
        "a",
        "b"
    )]
    public async Task Typing_mistake_is_one_line_with_what_was_meant(string line, params string[] arguments)
    {
        var run = await _cli.RunAsync(arguments);

        Assert.Equal((ExitCodes.BadInput, ""), (run.ExitCode, run.Out));
        Assert.Equal(line, run.OneErrorLine);
    }

    [Fact]
    public async Task Version_is_three_numbers()
    {
        var run = await _cli.RunAsync("--version");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", run.Out.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public async Task Completion_script_asks_the_program(string shell)
    {
        var run = await _cli.RunAsync("completions", shell);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("gptoss \"[suggest:", run.Out);
    }

    [Fact]
    public async Task Suggest_directive_completes_commands_and_options()
    {
        var commands = await _cli.RunAsync("[suggest:9]", "gptoss re");
        var options = await _cli.RunAsync("[suggest:18]", "gptoss review --fo");

        Assert.Equal(["refactor", "review"], commands.Out.ReplaceLineEndings("\n").Trim().Split('\n')[..2]);
        Assert.Contains("--format", options.Out);
    }

    private static void Golden(string name, string text, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("GPTOSS_UPDATE_GOLDENS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"));
    }
}
