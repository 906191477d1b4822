using System.Collections.Concurrent;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion;
using GptOssDev.Tests.Integration.CodeModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Features.Completion;

/// <summary>A model that writes the natural continuation at a cursor leads to the natural file, whatever stands behind the cursor.</summary>
public sealed class CompletionMatrixTests : IAsyncLifetime
{
    private const string Basket = """
        namespace Shop;

        public sealed class Point
        {
            public int X { get; set; }
            public int Y { get; set; }
        }

        public class Basket(int start)
        {
            protected int Total { get; set; } = start;
            protected int[] Numbers { get; } = [1, 2, 3];
            protected string Text => "text";

            protected static int Sum(int a, int b) => a + b;
            protected static int Make<T>() => typeof(T).Name.Length;
            protected static int Count<T>() => typeof(T).Name.Length;
            protected static int Len(string text) => text.Length;
            protected static int Code(char c) => c;
            protected static int Pair((int A, int B) pair) => pair.A;
            protected static int Items(List<int> items) => items.Count;
            protected static bool Has(int n) => n > 0;
            protected static int? Find(int n) => n;
            protected static string Say(int n) => "" + n;
            protected static List<int> Range(int n) => [n];
            protected static void Each(Action<int> use) => use(1);
            protected static MemoryStream Open(int n) => new(n);
            protected void Add(int n) => Total += n;
        }

        """;

    private readonly TempWorld _world = new();
    private readonly CompletionVerifier _verifier = new(TimeProvider.System);
    private CodeSnapshot _code = null!;

    public async ValueTask InitializeAsync()
    {
        var project = _world.WriteProject("Shop");
        _world.Write("Shop/Basket.cs", Basket);
        _world.Write("Shop/Case.cs", "namespace Shop;\n");
        var request = new WorkspaceRequest(project, WorkspaceTrust.Trusted) { Root = _world.Root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        _code = await workspace.SnapshotAsync();
        Assert.True(_code.State.IsFull, string.Join('\n', _code.State.Projects.Select(p => p.Reason)));
    }

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return default;
    }

    [Fact]
    public async Task Natural_continuation_leads_to_the_natural_file()
    {
        const int Least = 400;
        // The compiler judges one in five; the number has no divisor in common with how the situations repeat.
        const int Judged = 5;
        var situations = CursorSituations.All().ToList();
        var failed = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            situations.Select((situation, i) => (Situation: situation, Verify: i % Judged == 0)),
            TestContext.Current.CancellationToken,
            async (item, _) =>
            {
                var (situation, verify) = item;
                var (file, why, verdict) = await AcceptAsync(situation, verify);
                if (file != situation.Natural || (verify && verdict != CompletionVerdict.Accepted))
                {
                    failed.Add($"{situation.Name}: {why}\n{file}");
                }
            }
        );

        Assert.True(situations.Count / Judged >= Least, $"{situations.Count} situations");
        Assert.True(failed.IsEmpty, $"{failed.Count} of {situations.Count}\n{string.Join('\n', failed.Take(10))}");
    }

    /// <returns>The file with the first item in it, or without one and why there is none.</returns>
    private async Task<(string File, string? Why, CompletionVerdict? Verdict)> AcceptAsync(
        CursorSituation situation,
        bool verify
    )
    {
        var text = situation.Before + situation.After;
        var line = situation.Before.Count(c => c == '\n');
        var column = situation.Before.Length - situation.Before.LastIndexOf('\n') - 1;
        var feature = new CompletionFeature(new WordModel(situation.Script), _verifier, TimeProvider.System);
        var request = new CompletionRequest(_code, _world["Shop/Case.cs"], new TextPosition(line, column), text)
        {
            Verify = verify,
            ConstrainNames = false,
            Candidates = 1,
        };
        var outcome = await feature.CompleteAsync(request, TestContext.Current.CancellationToken);
        return outcome.Items is [var item, ..]
            ? (item.ApplyTo(text), item.Verdict.ToString(), item.Verdict)
            : (text, outcome.Nothing, null);
    }
}
