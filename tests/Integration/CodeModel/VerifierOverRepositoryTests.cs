using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>The verifier against this project's own source: it must refuse what is broken and let pass what is not.</summary>
public sealed class VerifierOverRepositoryTests(RepositoryFixture repository, ITestOutputHelper output)
    : IClassFixture<RepositoryFixture>
{
    private const int Seed = 20260;

    [Fact]
    public void Repository_loaded_by_its_build_is_full()
    {
        var projects = repository.Snapshot.State.Projects;
        Assert.True(projects.Count >= 13, $"{projects.Count} projects");
        Assert.All(projects, p => Assert.True(p.State == LoadState.Full, $"{p.Name}: {p.State} {p.Reason}"));
        Assert.All(projects, p => Assert.Empty(p.Notes));
    }

    [Fact]
    public async Task Broken_edits_of_five_kinds_are_rejected_with_their_diagnostic()
    {
        var sites = repository.Sites(Seed);
        IReadOnlyList<Mutation>[] kinds =
        [
            await BreakingEdits.TypeErrorsAsync(sites, 20),
            await BreakingEdits.MissingMembersAsync(sites, 20),
            await BreakingEdits.RemovedUsingsAsync(sites, 20),
            await BreakingEdits.DuplicateNamesAsync(sites, 20),
            await BreakingEdits.BrokenDependentsAsync(sites, 20),
        ];
        Assert.All(kinds, kind => Assert.Equal(20, kind.Count));
        var wrong = new List<string>();
        foreach (var mutation in kinds.SelectMany(k => k))
        {
            var verdict = await VerifyAsync(mutation);
            var errors = verdict.Evidence.DiagnosticsAdded.Where(d => d.Level == DiagnosticLevel.Error).ToList();
            var asExpected = verdict.Kind == VerdictKind.Rejected && errors.Any(d => mutation.Expected.Contains(d.Id));
            if (mutation.Kind == "broken dependent")
            {
                var edited = repository.Snapshot.Find(mutation.Edits[0].Path)!.Project.Name;
                asExpected &= errors.All(d => d.Project != edited);
            }
            if (!asExpected)
            {
                wrong.Add($"{mutation.Kind} at {mutation.Where}: {verdict.Kind} {string.Join("; ", verdict.Reasons)}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Harmless_edits_are_accepted()
    {
        var sites = repository.Sites(Seed);
        IReadOnlyList<Mutation>[] kinds =
        [
            await HarmlessEdits.RenamesAsync(sites, across: 10, own: 12, hidden: 12),
            await HarmlessEdits.FormattingAsync(sites, 33),
            await HarmlessEdits.CommentsAsync(sites, 33),
        ];
        Assert.Equal(100, kinds.Sum(kind => kind.Count));
        var wrong = new List<string>();
        foreach (var mutation in kinds.SelectMany(k => k))
        {
            var verdict = await VerifyAsync(mutation);
            if (verdict.Kind != VerdictKind.Accepted || verdict.Evidence.ChangedNothing)
            {
                wrong.Add($"{mutation.Kind} at {mutation.Where}: {verdict.Kind} {string.Join("; ", verdict.Reasons)}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Edit_that_compiles_and_that_the_repositorys_own_rules_ban_is_rejected()
    {
        var path = repository.Snapshot.Paths.First(p => p.EndsWith("/LineMap.cs", StringComparison.Ordinal));
        var text = repository.Snapshot.Find(path)!.Text;
        var at = text.LastIndexOf('}');
        var banned = text[..at] + "\n    internal static void Say() => System.Console.WriteLine();\n" + text[at..];
        var verdict = await repository.Verifier.VerifyAsync(repository.Snapshot, [new DocumentEdit(path, banned)]);
        Assert.Equal(VerdictKind.Rejected, verdict.Kind);
        Assert.Equal("RS0030", Assert.Single(verdict.Evidence.DiagnosticsAdded).Id);
    }

    [Fact]
    public async Task Same_snapshot_and_edit_give_the_same_verdict()
    {
        var sites = repository.Sites(Seed + 1);
        foreach (var mutation in await BreakingEdits.BrokenDependentsAsync(sites, 3))
        {
            var first = await VerifyAsync(mutation);
            var second = await new Verifier(TimeProvider.System).VerifyAsync(repository.Snapshot, mutation.Edits);
            Assert.Equal(first.Kind, second.Kind);
            Assert.Equal(first.Reasons, second.Reasons);
            Assert.Equal(first.Evidence.DiagnosticsAdded, second.Evidence.DiagnosticsAdded);
            Assert.Equal(first.Evidence.PublicApiChanges, second.Evidence.PublicApiChanges);
        }
    }

    private async Task<Verdict> VerifyAsync(Mutation mutation)
    {
        var verdict = await repository.Verifier.VerifyAsync(repository.Snapshot, mutation.Edits);
        output.WriteLine(
            $"{verdict.Evidence.TimeSpent.TotalMilliseconds, 7:0} ms {verdict.Kind} {mutation.Kind} at {mutation.Where}: {string.Join("; ", verdict.Reasons.Take(1))}"
        );
        return verdict;
    }
}
