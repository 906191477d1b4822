using GptOssDev.CodeModel.Processes;
using GptOssDev.Retrieval.Diffs;
using GptOssDev.Retrieval.Git;
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
    public async Task Staged_working_and_range_show_their_own_changes()
    {
        _world.Write("plain.cs", "one\n2\nthree\n");
        await GitAsync("add", "plain.cs");
        _world.Write("plain.cs", "one\n2\nthree\nfour");
        var repository = await OpenAsync();
        var staged = await DiffAsync(repository, DiffScope.Staged);
        var working = await DiffAsync(repository, DiffScope.Working);
        Assert.Equal("2", Assert.Single(AddedLines(staged)));
        Assert.Equal("four", Assert.Single(AddedLines(working)));
        Assert.True(Assert.Single(working.Files).Hunks[0].Lines[^1].NoNewline);
        await CommitAsync("second");
        Assert.Equal("2", Assert.Single(AddedLines(await DiffAsync(repository, DiffScope.Between("HEAD~1..HEAD")))));
        Assert.Equal("one\n2\nthree\n", (await repository.ReadAsync("", "plain.cs")).Value!.Text);
        Assert.Equal("one\ntwo\nthree\n", (await repository.ReadAsync("HEAD~1", "plain.cs")).Value!.Text);
        Assert.Equal(GitFailureReason.NoSuchFile, (await repository.ReadAsync("HEAD", "never.cs")).Failure!.Reason);
    }

    [Fact]
    public async Task Renames_deletions_new_binary_and_strange_names_are_told()
    {
        File.Move(_world["moved.cs"], _world["now \"here\".cs"]);
        File.Delete(_world["gone.cs"]);
        _world.Write("with space ü.cs", "a\r\nc\r\n");
        File.WriteAllBytes(_world["data.bin"], [0, 1, 2, 0]);
        _world.Write("-new.cs", "x\n");
        await GitAsync("add", "-A");
        var diff = await DiffAsync(await OpenAsync(), DiffScope.Staged);
        var files = diff.Files.ToDictionary(f => f.Path);
        Assert.Equal(
            (DiffChange.Renamed, "moved.cs"),
            (files["now \"here\".cs"].Change, files["now \"here\".cs"].OldPath)
        );
        Assert.Equal(DiffChange.Deleted, files["gone.cs"].Change);
        Assert.True(files["data.bin"] is { IsBinary: true, Change: DiffChange.Added });
        Assert.Equal(DiffChange.Added, files["-new.cs"].Change);
        Assert.All(files["with space ü.cs"].Hunks[0].Lines, line => Assert.True(line.CarriageReturn));
    }

    [Fact]
    public async Task Another_index_shows_what_it_stages()
    {
        var repository = await OpenAsync();
        File.Copy(_world[".git/index"], _world["partial"]);
        _world.Write("plain.cs", "changed\n");
        await GitAsync("add", "plain.cs");
        Assert.NotEmpty((await DiffAsync(repository, DiffScope.Staged)).Files);
        Assert.Empty((await DiffAsync(repository.WithIndex(_world["partial"]), DiffScope.Staged)).Files);
    }

    [Theory]
    [InlineData("nosuch..HEAD")]
    [InlineData("--output=/tmp/stolen")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("HEAD\n--stat")]
    public async Task Bad_range_is_one_line(string range)
    {
        var result = await (await OpenAsync()).DiffAsync(DiffScope.Between(range));
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
        _world.Write("plain.cs", string.Join('\n', Enumerable.Range(0, 5000)));
        var small = await GitRepository.FindAsync(_world.Root, new GitLimits(TimeSpan.FromSeconds(20), 2000));
        Assert.Equal(GitFailureReason.TooLarge, (await small.Value!.DiffAsync(DiffScope.Working)).Failure!.Reason);
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
        await DiffAsync(await OpenAsync(), DiffScope.Working);
        Assert.False(File.Exists(marker));
    }

    private static List<string> AddedLines(UnifiedDiff diff) =>
        [
            .. diff
                .Files.SelectMany(f => f.Hunks)
                .SelectMany(h => h.Lines)
                .Where(l => l.Kind == DiffLineKind.Added)
                .Select(l => l.Text),
        ];

    private static async Task<UnifiedDiff> DiffAsync(GitRepository repository, DiffScope scope)
    {
        var text = await repository.DiffAsync(scope);
        Assert.True(text.Succeeded, text.Failure?.Message);
        var parsed = UnifiedDiff.Parse(text.Value);
        Assert.True(parsed.Succeeded, parsed.Failure);
        return parsed.Diff;
    }

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
        var result = await ToolRunner.RunAsync(new ToolRun("git", arguments, _world.Root, TimeSpan.FromSeconds(30)));
        Assert.True(result.Succeeded, result.ErrorText);
    }
}
