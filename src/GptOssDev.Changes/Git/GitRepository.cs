using GptOssDev.Platform.Processes;

namespace GptOssDev.Changes.Git;

/// <summary>
/// A repository through the git command line. Only reads; runs no hook, pager, external diff, text converter or file system monitor
/// that a repository's settings name. Thread-safe; failures are values, and a command that takes too long is killed.
/// </summary>
public sealed class GitRepository
{
    private readonly GitCommand _git;

    internal GitRepository(string root, GitCommand git)
    {
        Root = root;
        _git = git;
    }

    /// <summary>The working tree's top folder, absolute, without links.</summary>
    public string Root { get; }

    /// <summary>The repository that a file or folder lies in.</summary>
    /// <param name="surroundings">
    /// What the client was started with; it counts when it is about the repository of the path. Null is nothing.
    /// </param>
    /// <param name="program">The git command, a name on PATH or a path.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<GitResult<GitRepository>> FindAsync(
        string path,
        GitSurroundings? surroundings = null,
        GitLimits? limits = null,
        string program = "git",
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = Path.GetFullPath(path);
        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full);
        return folder is null || !Directory.Exists(folder)
            ? Failed<GitRepository>(GitFailureReason.NotARepository, $"{full}: no such folder; check the path.")
            : await new GitDiscovery(program, limits ?? GitLimits.Default).FindAsync(
                folder,
                surroundings,
                cancellationToken
            );
    }

    /// <summary>The paths that differ, with the names of their contents.</summary>
    /// <param name="findRenames">Whether a file that went and one that came with like content are one rename.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<GitResult<IReadOnlyList<GitChange>>> ChangesAsync(
        DiffScope scope,
        bool findRenames,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (scope.Range is { } named && !IsRevision(named))
        {
            return BadRange<IReadOnlyList<GitChange>>(named, "it is not a revision");
        }
        string[] compared = scope.Kind switch
        {
            DiffScopeKind.Staged => ["--cached"],
            DiffScopeKind.SinceCommit => [await LastCommitAsync(cancellationToken)],
            DiffScopeKind.Range => [scope.Range!],
            _ => [],
        };
        var result = await _git.RunAsync(
            [
                "diff",
                "--raw",
                "-z",
                "--no-abbrev",
                "--no-ext-diff",
                "--no-textconv",
                "--ignore-submodules=dirty",
                findRenames ? "--find-renames" : "--no-renames",
                .. compared,
                "--",
            ],
            cancellationToken
        );
        if (_git.Unfinished(result) is { } unfinished)
        {
            return new GitResult<IReadOnlyList<GitChange>>(null, unfinished);
        }
        return result.ExitCode == 0 && GitRecords.Changes(result.OutputText) is { } changes ? Of(changes)
            : scope.Range is { } bad ? BadRange<IReadOnlyList<GitChange>>(bad, GitText.FirstLine(result.ErrorText))
            : Unreadable<IReadOnlyList<GitChange>>("diff", result);
    }

    /// <summary>Every path of a revision, submodules as one path each; the empty revision is the index.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<GitResult<IReadOnlyList<GitEntry>>> ListAsync(
        string revision,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(revision);
        var isIndex = revision.Length == 0;
        if (!isIndex && !IsRevision(revision))
        {
            return BadRange<IReadOnlyList<GitEntry>>(revision, "it is not a revision");
        }
        var result = await _git.RunAsync(
            isIndex
                ? ["ls-files", "--stage", "-v", "-z", "--full-name"]
                : ["ls-tree", "-r", "-z", "--full-tree", revision],
            cancellationToken
        );
        if (_git.Unfinished(result) is { } unfinished)
        {
            return new GitResult<IReadOnlyList<GitEntry>>(null, unfinished);
        }
        var entries =
            result.ExitCode != 0 ? null
            : isIndex ? GitRecords.Index(result.OutputText)
            : GitRecords.Tree(result.OutputText);
        return entries is not null ? Of(entries)
            : isIndex ? Unreadable<IReadOnlyList<GitEntry>>("ls-files", result)
            : BadRange<IReadOnlyList<GitEntry>>(revision, GitText.FirstLine(result.ErrorText));
    }

    /// <summary>The contents of objects by their names; what is not there or is over the limit has none.</summary>
    /// <param name="limit">In bytes, for each.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<GitResult<IReadOnlyDictionary<string, byte[]>>> ReadAsync(
        IEnumerable<string> ids,
        long limit,
        CancellationToken cancellationToken = default
    ) => new GitObjects(_git).ReadAsync(ids, limit, cancellationToken);

    /// <summary>Files of the working tree that the index does not have and that are not ignored.</summary>
    /// <param name="patterns">Git's patterns of paths, at least one of which a file fits; none is all files.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<GitResult<IReadOnlyList<string>>> UntrackedAsync(
        IReadOnlyList<string> patterns,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return PathsAsync(
            ["ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", .. patterns],
            default,
            cancellationToken
        );
    }

    /// <summary>Those of some paths that git ignores.</summary>
    /// <param name="paths">With forward slashes, relative to the root.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<GitResult<IReadOnlyList<string>>> IgnoredAsync(
        IReadOnlyCollection<string> paths,
        CancellationToken cancellationToken = default
    ) =>
        paths.Count == 0
            ? Task.FromResult(Of<IReadOnlyList<string>>([]))
            : PathsAsync(
                ["check-ignore", "--no-index", "-z", "--stdin"],
                System.Text.Encoding.UTF8.GetBytes(string.Join('\0', paths) + "\0"),
                cancellationToken
            );

    private async Task<GitResult<IReadOnlyList<string>>> PathsAsync(
        string[] arguments,
        byte[]? input,
        CancellationToken cancellationToken
    )
    {
        var result = await _git.RunAsync(arguments, cancellationToken, input);
        if (_git.Unfinished(result) is { } unfinished)
        {
            return new GitResult<IReadOnlyList<string>>(null, unfinished);
        }
        // check-ignore ends with 1 when nothing is ignored.
        return result.ExitCode is 0 or 1
            ? Of(GitRecords.Split(result.OutputText))
            : Unreadable<IReadOnlyList<string>>(arguments[0], result);
    }

    /// <summary>HEAD, or the name of the empty tree in a repository without a commit.</summary>
    private async Task<string> LastCommitAsync(CancellationToken cancellationToken)
    {
        var head = await _git.RunAsync(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], cancellationToken);
        if (head.Succeeded)
        {
            return "HEAD";
        }
        var empty = await _git.RunAsync(["hash-object", "-t", "tree", "--stdin"], cancellationToken);
        return empty.Succeeded ? empty.OutputText.Trim() : "HEAD";
    }

    // A revision that begins with a dash would be an option, and one with white space or controls is none.
    private static bool IsRevision(string text) =>
        text.Length is > 0 and <= 500 && text[0] != '-' && !text.Any(c => char.IsControl(c) || c == ' ');

    private GitResult<T> Unreadable<T>(string command, ProcessResult result)
        where T : class =>
        Failed<T>(
            GitFailureReason.Failed,
            result.ExitCode == 0
                ? $"{Root}: git {command} printed what is not its format; check the version of git."
                : $"{Root}: git {command} failed: {GitText.FirstLine(result.ErrorText)}"
        );

    private static GitResult<T> BadRange<T>(string range, string why)
        where T : class =>
        Failed<T>(
            GitFailureReason.BadRange,
            $"'{GitText.Shown(range, 80)}' names no range of revisions ({why}); write A..B."
        );

    private static GitResult<T> Of<T>(T value)
        where T : class => new(value, null);

    private static GitResult<T> Failed<T>(GitFailureReason reason, string message)
        where T : class => new(null, new GitFailure(reason, message));
}
