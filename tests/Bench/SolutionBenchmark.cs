using System.Diagnostics;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench;

/// <summary>
/// A generated solution, loaded by its builds and from the disk cache, and what a completion costs in it: the verdict on a statement
/// in a long file, the verdict on a member that every project sees, the names that may follow a dot.
/// </summary>
internal sealed class SolutionBenchmark : IBenchmark
{
    private const int Runs = 60;
    private const int VisibleRuns = 7;

    public string Name => "solution";

    public string Summary => "loading a generated solution, and verdicts in it";

    public async Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("gptoss-bench-").FullName;
        try
        {
            say($"writing {GeneratedSolution.Projects} projects of {GeneratedSolution.FilesEach} files");
            var solution = GeneratedSolution.Write(folder);
            var before = UsedBytes();
            say("loading them by their builds, which takes minutes");
            var (_, cold) = await LoadAsync(solution, folder, cancel);
            say("loading them from the disk cache");
            var (workspace, cached) = await LoadAsync(solution, folder, cancel);
            var loaded = UsedBytes() - before;
            var snapshot = await workspace.SnapshotAsync(cancel);
            var looks = await LooksAsync(workspace, cancel);
            var verifier = new CompletionVerifier(TimeProvider.System);
            var statements = await StatementsAsync(
                snapshot,
                verifier,
                Path.Join(folder, GeneratedSolution.LargeFile),
                cancel
            );
            var members = await MembersAsync(
                snapshot,
                verifier,
                Path.Join(folder, GeneratedSolution.SharedFile),
                cancel
            );
            var bound = UsedBytes() - before;
            GC.KeepAlive(workspace);
            return new BenchmarkReport(
                BenchmarkMachine.Describe(),
                null,
                [
                    One(
                        "load from disk cache",
                        "ms",
                        cached,
                        cold,
                        Goal.ValueAtMost(5000),
                        "loading by the projects' builds"
                    ),
                    One(
                        "statement verdict, p95",
                        "ms",
                        Percentile(statements.Verdicts, 0.95),
                        statements.Whole,
                        Goal.ValueAtMost(50),
                        "all diagnostics of the file's project"
                    ),
                    One(
                        "names behind a dot, p95",
                        "ms",
                        Percentile(statements.Names, 0.95),
                        statements.Whole,
                        Goal.ValueAtMost(50),
                        "all diagnostics of the file's project"
                    ),
                    new Figure(
                        "verdict seen by every project",
                        "ms",
                        new Samples(members.Verdicts),
                        new Samples([members.Whole]),
                        Goal.ValueAtMost(1000),
                        "all diagnostics of every project"
                    ),
                    new Figure(
                        "look at the disk",
                        "ms",
                        new Samples(looks),
                        null,
                        null,
                        "a snapshot when nothing changed"
                    ),
                    One("memory, loaded", "MiB", loaded / Mebi, null, null, "managed, after loading"),
                    One("memory, bound", "MiB", bound / Mebi, null, null, "managed, after binding every project"),
                ]
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const double Mebi = 1024 * 1024;

    private sealed record Statements(List<double> Verdicts, List<double> Names, double Whole);

    private sealed record Members(List<double> Verdicts, double Whole);

    private static Figure One(string name, string unit, double value, double? reference, Goal? goal, string remark) =>
        new(name, unit, new Samples([value]), reference is { } other ? new Samples([other]) : null, goal, remark);

    private static async Task<(CodeWorkspace Workspace, double Milliseconds)> LoadAsync(
        string solution,
        string folder,
        CancellationToken cancel
    )
    {
        var request = new WorkspaceRequest(solution, WorkspaceTrust.Trusted, Path.Join(folder, "cache"))
        {
            Root = folder,
        };
        var started = Stopwatch.GetTimestamp();
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System, cancel);
        var taken = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return workspace.State is { IsFull: true, Projects.Count: GeneratedSolution.Projects }
            ? (workspace, taken)
            : throw new BenchmarkException(
                "the generated solution does not load in full: "
                    + workspace.State.Projects.First(p => p.State != LoadState.Full).Reason
            );
    }

    private static async Task<List<double>> LooksAsync(CodeWorkspace workspace, CancellationToken cancel)
    {
        var looks = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var started = Stopwatch.GetTimestamp();
            _ = workspace.State.Stale;
            await workspace.SnapshotAsync(cancel);
            looks.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return looks;
    }

    // Each run is a keystroke of its own: another snapshot, of which nothing is bound yet.
    private static async Task<Statements> StatementsAsync(
        CodeSnapshot snapshot,
        CompletionVerifier verifier,
        string path,
        CancellationToken cancel
    )
    {
        var text = snapshot.Find(path)!.Text;
        var verdicts = new List<double>();
        var names = new List<double>();
        for (var run = -3; run < Runs; run++)
        {
            var at = 0;
            for (var skip = (run + 3) % 25; skip >= 0; skip--)
            {
                at = text.IndexOf(GeneratedSolution.StatementMark, at + 1, StringComparison.Ordinal);
            }

            const string typed = "values.";
            var typing = snapshot.WithText(path, text.Insert(at, typed + "\n"));
            var place = Place(text, at, typed.Length);
            var started = Stopwatch.GetTimestamp();
            var legal = await typing.Find(path)!.LegalNamesAsync(place, cancel);
            var namesTime = Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            var judged = await verifier.JudgeAsync(typing, path, TextRange.At(place), "Add(least + 1);", cancel);
            var verdictTime = Stopwatch.GetElapsedTime(started);
            if (!judged.Verdict.IsAccepted || legal?.Names.Contains("Add") != true)
            {
                throw new InvalidOperationException($"the statement was not accepted: {judged.Verdict.Reasons[0]}");
            }

            if (run >= 0)
            {
                verdicts.Add(verdictTime.TotalMilliseconds);
                names.Add(namesTime.TotalMilliseconds);
            }
        }

        var fresh = snapshot.WithText(path, text + "\n");
        var whole = Stopwatch.GetTimestamp();
        var compilation = await fresh.Find(path)!.Roslyn.Project.GetCompilationAsync(cancel);
        _ = compilation!.GetDiagnostics(cancel);
        return new Statements(verdicts, names, Stopwatch.GetElapsedTime(whole).TotalMilliseconds);
    }

    private static async Task<Members> MembersAsync(
        CodeSnapshot snapshot,
        CompletionVerifier verifier,
        string path,
        CancellationToken cancel
    )
    {
        var text = snapshot.Find(path)!.Text;
        var at = text.IndexOf(GeneratedSolution.MemberMark, StringComparison.Ordinal);
        var place = Place(text, at, 0);
        var verdicts = new List<double>();
        for (var run = -1; run < VisibleRuns; run++)
        {
            var member = $"public static string Describe(int number) => (number + {run + 1}).ToString();\n    ";
            var started = Stopwatch.GetTimestamp();
            var judged = await verifier.JudgeAsync(snapshot, path, TextRange.At(place), member, cancel);
            var taken = Stopwatch.GetElapsedTime(started);
            if (
                !judged.Verdict.IsAccepted
                || judged.Verdict.Evidence.ProjectsChecked.Count < GeneratedSolution.Projects
            )
            {
                throw new InvalidOperationException(
                    $"the member was not accepted in all projects: {string.Join("; ", judged.Verdict.Reasons)}"
                );
            }

            if (run >= 0)
            {
                verdicts.Add(taken.TotalMilliseconds);
            }
        }

        var whole = Stopwatch.GetTimestamp();
        foreach (var project in snapshot.Assembled.Solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync(cancel))!;
            _ = compilation.WithAssemblyName(compilation.AssemblyName + ".Again").GetDiagnostics(cancel);
        }

        return new Members(verdicts, Stopwatch.GetElapsedTime(whole).TotalMilliseconds);
    }

    private static TextPosition Place(string text, int at, int typed)
    {
        var line = text.AsSpan(0, at).Count('\n');
        return new TextPosition(line, at - (text.LastIndexOf('\n', at - 1) + 1) + typed);
    }

    private static double Percentile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    private static double UsedBytes() => GC.GetTotalMemory(forceFullCollection: true);
}
