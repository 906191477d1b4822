using System.Text;
using GptOssDev.Changes.Git;
using GptOssDev.Platform.Processes;
using GptOssDev.Tests.Integration.CodeModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Retrieval;

/// <summary>The real git on a repository of its own.</summary>
public sealed class GitRepositoryTests : IAsyncLifetime, IDisposable
{
    private readonly TempWorld _world = new();

    public async ValueTask InitializeAsync()
    {
        await GitAsync("init", "-q", "-b", "main");
        _world.Write("plain.cs", "one\ntwo\nthree\n");
        _world.Write("gone.cs", "old\n");
        _world.Write("with space ü.cs", "a\r\nb\r\n");
        _world.Write("moved.cs", string.Join('\n', Enumerable.Range(0, 40)) + "\n");
        await GitAsync("add", "-A");
        await CommitAsync("first");
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Staged_unstaged_since_commit_and_range_show_their_own_changes()
    {
        _world.Write("plain.cs", "one\n2\nthree\n");
        await GitAsync("add", "plain.cs");
        _world.Write("gone.cs", "other\n");
        var repository = await OpenAsync();

        Assert.Equal(["M plain.cs"], await ShownAsync(repository, DiffScope.Staged));
        Assert.Equal(["M gone.cs"], await ShownAsync(repository, DiffScope.Unstaged));
        Assert.Equal(["M gone.cs", "M plain.cs"], await ShownAsync(repository, DiffScope.SinceCommit));
        await CommitAsync("second");
        Assert.Equal(["M plain.cs"], await ShownAsync(repository, DiffScope.Between("HEAD~1..HEAD")));
        var change = Assert.Single((await repository.ChangesAsync(DiffScope.Between("HEAD~1..HEAD"), false)).Value!);
        var texts = (await repository.ReadAsync([change.OldId, change.NewId, new string('1', 40)], 1000)).Value!;
        Assert.Equal("one\ntwo\nthree\n", Encoding.UTF8.GetString(texts[change.OldId]));
        Assert.Equal("one\n2\nthree\n", Encoding.UTF8.GetString(texts[change.NewId]));
        Assert.Equal(2, texts.Count);
    }

    [Fact]
    public async Task Renames_deletions_links_and_strange_names_are_shown()
    {
        File.Move(_world["moved.cs"], _world["now \"here\".cs"]);
        File.Delete(_world["gone.cs"]);
        File.CreateSymbolicLink(_world["link.cs"], "plain.cs");
        _world.Write("-new\tü.cs", "x\n");
        await GitAsync("add", "-A");
        var repository = await OpenAsync();

        var shown = await ShownAsync(repository, DiffScope.Staged);
        Assert.Equal(
            ["A -new\tü.cs", "A link.cs", "D gone.cs", "R now \"here\".cs"],
            shown.Order(StringComparer.Ordinal)
        );
        var changes = (await repository.ChangesAsync(DiffScope.Staged, findRenames: true)).Value!;
        Assert.Equal(GitMode.SymbolicLink, changes.Single(c => c.NewPath == "link.cs").NewMode);
        Assert.Equal("moved.cs", changes.Single(c => c.Status == 'R').OldPath);
        var entries = (await repository.ListAsync("")).Value!;
        Assert.Equal(
            (GitMode.SymbolicLink, 0, false),
            entries.Where(e => e.Path == "link.cs").Select(e => (e.Mode, e.Stage, e.IsUnwatched)).Single()
        );
        Assert.Equal(
            ["gone.cs", "moved.cs", "plain.cs", "with space ü.cs"],
            (await repository.ListAsync("HEAD")).Value!.Select(e => e.Path).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Objects_of_any_number_are_read_in_groups()
    {
        var text = new string('x', 60_000) + "\n";
        for (var i = 0; i < 900; i++)
        {
            _world.Write($"many/{i}.cs", i + text);
        }
        await GitAsync("add", "many");
        var repository = await OpenAsync();
        var ids = (await repository.ListAsync(""))
            .Value!.Where(e => e.Path.StartsWith("many/"))
            .Select(e => e.Id)
            .ToList();

        var texts = (await repository.ReadAsync(ids, 100_000)).Value!;

        Assert.Equal(900, texts.Count);
        Assert.Equal("899" + text, Encoding.UTF8.GetString(texts.Values.Single(t => t.AsSpan().StartsWith("899x"u8))));
        Assert.Empty((await repository.ReadAsync(ids, 50_000)).Value!);
    }

    [Fact]
    public async Task Unmerged_unwatched_untracked_and_ignored_files_are_known()
    {
        await GitAsync("switch", "-qc", "other");
        _world.Write("plain.cs", "theirs\n");
        await GitAsync("add", ".");
        await CommitAsync("theirs");
        await GitAsync("switch", "-q", "main");
        _world.Write("plain.cs", "ours\n");
        await GitAsync("add", ".");
        await CommitAsync("ours");
        await RunGitAsync("merge", "-q", "other");
        await GitAsync("update-index", "--assume-unchanged", "gone.cs");
        _world.Write(".gitignore", "*.log.cs\n");
        _world.Write("x.log.cs", "");
        var repository = await OpenAsync();

        var entries = (await repository.ListAsync("")).Value!;

        Assert.Equal([1, 2, 3], entries.Where(e => e.Path == "plain.cs").Select(e => e.Stage));
        Assert.True(entries.Single(e => e.Path == "gone.cs").IsUnwatched);
        Assert.Contains("U plain.cs", await ShownAsync(repository, DiffScope.Staged));
        Assert.Equal([".gitignore"], (await repository.UntrackedAsync([])).Value!);
        Assert.Equal(["x.log.cs"], (await repository.IgnoredAsync(["x.log.cs", "never.cs"])).Value!);
        Assert.Empty((await repository.IgnoredAsync(["never.cs"])).Value!);
    }

    [Theory]
    [InlineData("index")]
    [InlineData("relative")]
    [InlineData("below")]
    public async Task Index_of_the_surroundings_is_read(string form)
    {
        File.Copy(_world[".git/index"], _world["partial"]);
        Directory.CreateDirectory(_world["sub"]);
        _world.Write("plain.cs", "changed\n");
        await GitAsync("add", "plain.cs");
        var folder = form == "below" ? _world["sub"] : _world.Root;
        var index = form == "index" ? _world["partial"] : "partial";
        var given = Surroundings(folder, ("GIT_INDEX_FILE", index));

        Assert.NotEmpty(await ShownAsync(await OpenAsync(), DiffScope.Staged));
        Assert.Empty(await ShownAsync((await GitRepository.FindAsync(_world.Root, given)).Value!, DiffScope.Staged));
    }

    [Fact]
    public async Task Surroundings_count_for_their_own_repository_alone()
    {
        using var elsewhere = new TempWorld();
        Directory.Move(_world[".git"], elsewhere["moved.git"]);
        Directory.CreateDirectory(elsewhere["other"]);
        await RunGitAsync("init", "-q", elsewhere["other"]);
        var given = Surroundings(
            elsewhere.Root,
            ("GIT_DIR", "moved.git"),
            ("GIT_WORK_TREE", _world.Root),
            ("GIT_TRACE", elsewhere["trace"])
        );

        var own = await GitRepository.FindAsync(_world.Root, given);
        var other = await GitRepository.FindAsync(elsewhere["other"], given);

        Assert.Equal(4, (await own.Value!.ListAsync("")).Value!.Count);
        Assert.Equal(elsewhere["other"], other.Value!.Root);
        Assert.Empty((await other.Value.ListAsync("")).Value!);
        Assert.False(File.Exists(elsewhere["trace"]));
        Assert.Equal(GitFailureReason.NotARepository, (await GitRepository.FindAsync(_world.Root)).Failure!.Reason);
    }

    [Fact]
    public async Task Index_that_is_not_there_is_a_failure_and_not_an_empty_index()
    {
        var given = Surroundings(_world.Root, ("GIT_INDEX_FILE", "nowhere.lock"));

        var found = await GitRepository.FindAsync(_world.Root, given);

        Assert.Contains("nowhere.lock", found.Failure!.Message);
    }

    [Theory]
    [InlineData("nosuch..HEAD")]
    [InlineData("--output=/tmp/stolen")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("HEAD\n--stat")]
    public async Task Bad_range_is_one_line(string range)
    {
        var result = await (await OpenAsync()).ChangesAsync(DiffScope.Between(range), false);
        Assert.Equal(GitFailureReason.BadRange, result.Failure!.Reason);
        Assert.DoesNotContain('\n', result.Failure.Message);
    }

    [Fact]
    public async Task Missing_git_no_repository_and_limits_are_values()
    {
        using var elsewhere = new TempWorld();
        var missing = await GitRepository.FindAsync(_world.Root, program: "there-is-no-such-git");
        Assert.Equal(GitFailureReason.GitMissing, missing.Failure!.Reason);
        var none = await GitRepository.FindAsync(elsewhere.Root);
        Assert.Equal(GitFailureReason.NotARepository, none.Failure!.Reason);
        var small = await GitRepository.FindAsync(_world.Root, limits: new GitLimits(TimeSpan.FromSeconds(20), 200));
        Assert.Equal(GitFailureReason.TooLarge, (await small.Value!.ListAsync("")).Failure!.Reason);
    }

    [Fact]
    public async Task Programs_named_in_settings_and_attributes_do_not_run()
    {
        var marker = _world["ran.txt"];
        var program = $"sh -c 'echo ran >> \"{marker}\"; cat' --";
        await GitAsync("config", "diff.external", program);
        await GitAsync("config", "diff.evil.textconv", program);
        await GitAsync("config", "core.fsmonitor", program);
        await GitAsync("config", "core.pager", program);
        _world.Write(".gitattributes", "*.cs diff=evil\n");
        _world.Write("plain.cs", "changed\n");
        File.Delete(marker);
        await ShownAsync(await OpenAsync(), DiffScope.Unstaged);
        Assert.False(File.Exists(marker));
    }

    private static async Task<List<string>> ShownAsync(GitRepository repository, DiffScope scope)
    {
        var changes = await repository.ChangesAsync(scope, findRenames: true);
        Assert.True(changes.Succeeded, changes.Failure?.Message);
        return [.. changes.Value.Select(c => $"{c.Status} {c.NewPath}")];
    }

    private static GitSurroundings Surroundings(string folder, params (string Name, string Value)[] variables) =>
        new(folder, variables.ToDictionary(v => v.Name, v => v.Value));

    private async Task<GitRepository> OpenAsync()
    {
        var found = await GitRepository.FindAsync(_world.Root);
        Assert.True(found.Succeeded, found.Failure?.Message);
        return found.Value;
    }

    private Task CommitAsync(string message) =>
        GitAsync("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", message);

    private async Task GitAsync(params string[] arguments)
    {
        var result = await RunGitAsync(arguments);
        Assert.True(result.Succeeded, result.ErrorText);
    }

    private Task<ProcessResult> RunGitAsync(params string[] arguments) =>
        ProcessRunner.RunAsync(
            new ProcessInvocation(
                "git",
                ["-c", "user.name=Test", "-c", "user.email=test@example.org", .. arguments],
                _world.Root,
                TimeSpan.FromSeconds(30)
            )
        );
}
