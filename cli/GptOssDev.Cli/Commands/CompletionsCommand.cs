using System.CommandLine;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss completions</c>: prints the script that makes a shell complete this program's command lines.</summary>
internal static class CompletionsCommand
{
    public static Command Create(CommandHost host)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh." };
        shell.CompletionSources.Add(_ =>
            ShellScripts.Names.Select(name => new System.CommandLine.Completions.CompletionItem(name))
        );
        var command = new CliCommand(
            "completions",
            "Print a script that completes gptoss command lines in your shell.",
            "eval \"$(gptoss completions bash)\"   # in ~/.bashrc",
            "eval \"$(gptoss completions zsh)\"    # in ~/.zshrc",
            "gptoss completions pwsh | Out-String | Invoke-Expression   # in $PROFILE"
        )
        {
            shell,
        };
        return host.Handle(
            command,
            (parse, invocation, _) =>
            {
                var name = parse.GetRequiredValue(shell);
                var script =
                    ShellScripts.Find(name)
                    ?? throw CliException.BadInput(
                        $"there is no script for '{name}': {string.Join(", ", ShellScripts.Names)}"
                    );
                invocation.Screen.Write(script);
                return Task.FromResult(ExitCodes.Done);
            }
        );
    }
}
