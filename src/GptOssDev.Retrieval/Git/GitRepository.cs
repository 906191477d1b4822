using GptOssDev.CodeModel.Processes;
using GptOssDev.CodeModel.Sources;

namespace GptOssDev.Retrieval.Git;

/// <summary>
/// A repository through the git command line. Only reads; runs no hook, pager, external diff, text converter or file system monitor
/// that a repository's settings name. Any thread; failures are values, and a command that takes too long is killed.
/// </summary>
public sealed class GitRepository
{
    private static readonly IReadOnlyDictionary<string, string?> _environment = new Dictionary<string, string?>
    {
        ["LC_ALL"] = "C",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_PAGER"] = "cat",
        ["GIT_EXTERNAL_DIFF"] = null,
        // A process started by a hook inherits these, and they would point at the repository of that hook.
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["GIT_INDEX_FILE"] = null,
        ["GIT_PREFIX"] = null,
        ["GIT_OBJECT_DIRECTORY"] = null,
        ["GIT_COMMON_DIR"] = null,
    };

    private readonly string _program;
    private readonly GitLimits _limits;
    private readonly string? _indexFile;

    private GitRepository(string root, string program, GitLimits limits, string? indexFile = null)
    {
        _indexFile = indexFile;
        Root = root;
        _program = program;
        _limits = limits;
    }

    /// <summary>The working tree's top folder, absolute.</summary>
    public string Root { get; }

    /// <summary>
    /// The same repository read through another index file: git sets <c>GIT_INDEX_FILE</c> for a hook of a partial commit.
    /// </summary>
    public GitRepository WithIndex(string indexFile) => new(Root, _program, _limits, indexFile);

    /// <summary>The repository that a file or folder lies in.</summary>
    /// <param name="program">The git command, a name on PATH or a path.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<GitResult<GitRepository>> FindAsync(
        string path,
        GitLimits? limits = null,
        string program = "git",
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = Path.GetFullPath(path);
        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full);
        if (folder is null || !Directory.Exists(folder))
        {
            return Failed<GitRepository>(GitFailureReason.NotARepository, $"{full}: no such folder; check the path.");
        }
        var bounds = limits ?? GitLimits.Default;
        var result = await RunAsync(program, folder, bounds, null, ["rev-parse", "--show-toplevel"], cancel);
        if (Unfinished<GitRepository>(result, program, bounds) is { } unfinished)
        {
            return unfinished;
        }
        var root = result.OutputText.TrimEnd('\r', '\n');
        return result.ExitCode == 0 && root.Length > 0
            ? Of(new GitRepository(Path.GetFullPath(root), program, bounds))
            : Failed<GitRepository>(GitFailureReason.NotARepository, NotARepository(folder, result.ErrorText));
    }

    /// <summary>The changes as unified diff text with prefixes a/ and b/, renames found, paths unquoted where git can.</summary>
    /// <param name="contextLines">Unchanged lines around each change.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<GitResult<string>> DiffAsync(
        DiffScope scope,
        int contextLines = 3,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(scope);
        var arguments = new List<string>
        {
            "diff",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--find-renames",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--submodule=short",
            $"--unified={Math.Clamp(contextLines, 0, 1000)}",
        };
        if (scope.Kind == DiffScopeKind.Staged)
        {
            arguments.Add("--cached");
        }
        else if (scope.Range is { } range)
        {
            if (!IsRevision(range))
            {
                return BadRange(range, "it is not a revision");
            }
            arguments.Add(range);
        }
        arguments.Add("--");
        var result = await RunAsync(_program, Root, _limits, _indexFile, arguments, cancel);
        if (Unfinished<string>(result, _program, _limits) is { } unfinished)
        {
            return unfinished;
        }
        return result.ExitCode == 0 ? Of(result.OutputText)
            : scope.Range is { } bad ? BadRange(bad, FirstLine(result.ErrorText))
            : Failed<string>(GitFailureReason.Failed, $"{Root}: git diff failed: {FirstLine(result.ErrorText)}");
    }

    /// <summary>A file's text as a revision has it; the empty revision is the index, what the next commit would hold.</summary>
    /// <param name="path">Relative to the root, with forward slashes.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<GitResult<SourceFile>> ReadAsync(string revision, string path, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(revision);
        ArgumentNullException.ThrowIfNull(path);
        if (revision.Length > 0 && !IsRevision(revision))
        {
            return Failed<SourceFile>(GitFailureReason.BadRange, BadRangeMessage(revision, "it is not a revision"));
        }
        var result = await RunAsync(
            _program,
            Root,
            _limits,
            _indexFile,
            ["cat-file", "blob", $"{revision}:{path}"],
            cancel
        );
        if (Unfinished<SourceFile>(result, _program, _limits) is { } unfinished)
        {
            return unfinished;
        }
        if (result.ExitCode != 0)
        {
            var where = revision.Length == 0 ? "the index" : revision;
            return Failed<SourceFile>(
                GitFailureReason.NoSuchFile,
                $"{path}: {where} has no such file; check the path."
            );
        }
        var read = SourceFile.Decode(Path.Combine(Root, path), result.Output);
        return read.Succeeded ? Of(read.File) : Failed<SourceFile>(GitFailureReason.Failed, read.Failure.Message);
    }

    // A revision that begins with a dash would be an option, and one with white space or controls is none.
    private static bool IsRevision(string text) =>
        text.Length is > 0 and <= 500 && text[0] != '-' && !text.Any(c => char.IsControl(c) || c == ' ');

    private static Task<ToolResult> RunAsync(
        string program,
        string folder,
        GitLimits limits,
        string? indexFile,
        IReadOnlyList<string> arguments,
        CancellationToken cancel
    )
    {
        var environment = new Dictionary<string, string?>(_environment) { ["GIT_INDEX_FILE"] = indexFile };
        string[] settings =
        [
            "--no-pager",
            "-c",
            "core.quotepath=off",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "color.ui=never",
        ];
        return ToolRunner.RunAsync(
            new ToolRun(program, [.. settings, .. arguments], folder, limits.TimeLimit)
            {
                Environment = environment,
                MaxOutputBytes = limits.MaxOutputBytes,
            },
            cancel
        );
    }

    private static GitResult<T>? Unfinished<T>(ToolResult result, string program, GitLimits limits)
        where T : class =>
        result.End switch
        {
            ToolEnd.NotStarted => Failed<T>(
                GitFailureReason.GitMissing,
                $"'{program}' cannot be started; install git or put it on PATH."
            ),
            ToolEnd.TimedOut => Failed<T>(
                GitFailureReason.TimedOut,
                $"git did not answer within {limits.TimeLimit.TotalSeconds:0.#} s; try a smaller range."
            ),
            ToolEnd.TooMuchOutput => Failed<T>(
                GitFailureReason.TooLarge,
                $"git printed more than {limits.MaxOutputBytes} bytes; try a smaller range."
            ),
            _ => null,
        };

    private static string NotARepository(string folder, string errors) =>
        errors.Contains("dubious ownership", StringComparison.Ordinal)
            ? $"{folder}: git does not trust this folder's owner; add it to git's safe.directory."
            : $"{folder}: is not in a git working tree; run the command in one or name a patch.";

    private static GitResult<string> BadRange(string range, string why) =>
        Failed<string>(GitFailureReason.BadRange, BadRangeMessage(range, why));

    private static string BadRangeMessage(string range, string why)
    {
        var shown = new string([.. range.Take(80).Select(c => char.IsControl(c) ? '?' : c)]);
        return $"'{shown}' names no range of revisions ({why}); write A..B.";
    }

    private static string FirstLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault("no message");

    private static GitResult<T> Of<T>(T value)
        where T : class => new(value, null);

    private static GitResult<T> Failed<T>(GitFailureReason reason, string message)
        where T : class => new(null, new GitFailure(reason, message));
}
