namespace GptOssDev.Cli.Commands;

/// <summary>Shell scripts that ask this program what could come next on a command line, by its suggest directive.</summary>
internal static class ShellScripts
{
    private const string Bash = """
        _gptoss_complete() {
          local line="${COMP_LINE}" point="${COMP_POINT}" IFS=$'\n'
          COMPREPLY=($(compgen -W "$(gptoss "[suggest:${point}]" "${line}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _gptoss_complete gptoss

        """;

    private const string Zsh = """
        _gptoss_complete() {
          local -a items
          items=("${(@f)$(gptoss "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          items=(${items:#})
          if (( ${#items} )); then
            compadd -a items
          else
            _files
          fi
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
        compdef _gptoss_complete gptoss

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName gptoss -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          gptoss "[suggest:$cursorPosition]" "$commandAst" 2>$null |
            Where-Object { $_ -like "$wordToComplete*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    public static IReadOnlyList<string> Names { get; } = ["bash", "zsh", "pwsh"];

    /// <summary>The script for a shell; null when there is none.</summary>
    public static string? Find(string shell) =>
        shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "pwsh" or "powershell" => PowerShell,
            _ => null,
        };
}
