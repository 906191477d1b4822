using GptOssDev.Platform.Processes;

namespace GptOssDev.Changes.Git;

/// <summary>
/// Runs git with a fixed environment. Only variables of git that the caller gives count, never those that this process was started
/// with. Starts no pager, external diff or file system monitor that settings name, takes no locks, asks nothing and fetches nothing.
/// Thread-safe.
/// </summary>
internal sealed record GitCommand(
    string Program,
    string Folder,
    GitLimits Limits,
    IReadOnlyDictionary<string, string?> Variables
)
{
    private static readonly IReadOnlyDictionary<string, string?> _fixed = new Dictionary<string, string?>
    {
        ["LC_ALL"] = "C",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["GIT_PAGER"] = "cat",
    };

    private static readonly string[] _settings =
    [
        "--no-pager",
        "-c",
        "core.quotepath=off",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "color.ui=never",
    ];

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<ProcessResult> RunAsync(
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken,
        ReadOnlyMemory<byte> input = default,
        int? maxOutputBytes = null
    )
    {
        var environment = new Dictionary<string, string?>(Variables);
        foreach (var (name, value) in _fixed)
        {
            environment[name] = value;
        }
        return ProcessRunner.RunAsync(
            new ProcessInvocation(Program, [.. _settings, .. arguments], Folder, Limits.TimeLimit)
            {
                Environment = environment,
                Inherits = IsInherited,
                Input = input,
                MaxOutputBytes = maxOutputBytes ?? Limits.MaxOutputBytes,
            },
            cancellationToken
        );
    }

    /// <summary>The failure of a run that did not come to an exit code; null when it did.</summary>
    public GitFailure? Unfinished(ProcessResult result) =>
        result.End switch
        {
            ProcessOutcome.NotStarted => new GitFailure(
                GitFailureReason.GitMissing,
                $"'{Program}' cannot be started; install git or put it on PATH."
            ),
            ProcessOutcome.TimedOut => new GitFailure(
                GitFailureReason.TimedOut,
                $"git did not answer within {Limits.TimeLimit.TotalSeconds:0.#} s; try a smaller range."
            ),
            ProcessOutcome.TooMuchOutput => new GitFailure(
                GitFailureReason.TooLarge,
                $"git printed more than {Limits.MaxOutputBytes} bytes; try a smaller range."
            ),
            _ => null,
        };

    // Where git is installed and which settings files a user has do not depend on a repository.
    private static bool IsInherited(string name) =>
        !name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase)
        || name
            is "GIT_EXEC_PATH"
                or "GIT_CONFIG_GLOBAL"
                or "GIT_CONFIG_SYSTEM"
                or "GIT_CONFIG_NOSYSTEM"
                or "GIT_CEILING_DIRECTORIES";
}
