using System.Text;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Rendering;
using GptOssDev.Inference;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>
/// A refactoring that writes a whole file again with one name changed, guessing ahead from the prompt and not. The model
/// decides greedily what it writes; the figure counts only where both ways wrote the same tokens.
/// </summary>
internal sealed class RewriteMeasurement : IEngineMeasurement
{
    private const int MaxTokens = 700;
    private const string Instruction = "Rename the field items to _lines.";

    /// <summary>The refactoring's developer message, in which the model was trained.</summary>
    private const string Developer =
        "You refactor C# code without changing its behaviour. Reply with the whole rewritten code in one csharp block.";

    public string Name => "rewrite";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel)
    {
        var guessing = new List<double>();
        var plain = new List<double>();
        var differing = new List<double>();
        var (prompt, kept) = await PrepareAsync(world.Session, cancel);
        var written = 0;
        GenerationStats? stats = null;
        foreach (var _ in world.EachRound(Name, cancel))
        {
            var with = await RunAsync(world.Session, prompt, speculate: true, cancel);
            var without = await RunAsync(world.Session, prompt, speculate: false, cancel);
            written = without.Tokens.Count;
            stats = with.Stats;
            guessing.Add(with.Others.TotalMilliseconds);
            plain.Add(without.Others.TotalMilliseconds);
            differing.Add(Differing(with.Tokens, without.Tokens));
        }

        return
        [
            new Figure(
                Name,
                "speed-up",
                new Samples(plain.Zip(guessing, (p, g) => p / g)),
                new Samples([1]),
                Goal.RatioAtLeast(1.5),
                $"own plain decoding of the same {written} tokens ({new Samples(plain).Median:0} ms from the first to the last); the file has {kept.Lines} lines, of which {kept.Same} come back as they were; in the last round {stats?.AcceptedTokens} of {stats?.DraftedTokens} guessed tokens held"
            ),
            new Figure(
                "rewrite, other tokens",
                "tokens",
                new Samples(differing),
                new Samples([written]),
                Goal.ValueAtMost(0),
                "tokens of plain decoding; from the first difference on all count as different"
            ),
        ];
    }

    /// <summary>The prompt, and proof that the model really writes the file again.</summary>
    private static async Task<(int[] Prompt, (int Lines, int Same) Kept)> PrepareAsync(
        IModelSession session,
        CancellationToken cancel
    )
    {
        var code = await File.ReadAllTextAsync(
            Repository.PathOf("tests", "Bench", "Engine", "Samples", "Invoice.cs.txt"),
            cancel
        );
        var lines = code.TrimEnd().Split('\n');
        var user = $"{Instruction}\n\nsrc/Billing/Invoice.cs:1-{lines.Length}\n```csharp\n{code.TrimEnd()}\n```";
        var conversation = new Conversation([
            Message.System(
                new SystemContent { Effort = ReasoningEffort.Low, ValidChannels = [Channels.Analysis, Channels.Final] }
            ),
            Message.Developer(Developer),
            Message.User(user),
        ]);
        var options = RenderOptions.Default with { Prefill = Prefill.Final("```csharp\n") };
        var prompt = new HarmonyRenderer(session.Tokenizer).RenderForCompletion(conversation, options).Tokens;
        var run = await RunAsync(session, prompt, speculate: false, cancel);
        var answer = TextOf(session.Tokenizer, run.Tokens).Split('\n').ToHashSet(StringComparer.Ordinal);
        var same = lines.Count(answer.Contains);
        return same * 2 >= lines.Length
            ? (prompt, (lines.Length, same))
            : throw new BenchmarkException(
                $"the model kept {same} of {lines.Length} lines: it does not rewrite the file, so there is nothing to measure"
            );
    }

    private static Task<TimedRun> RunAsync(
        IModelSession session,
        int[] prompt,
        bool speculate,
        CancellationToken cancel
    ) =>
        TimedRun.OfAsync(
            session,
            new GenerationRequest(
                prompt,
                MaxTokens,
                RequestPriority.Refactor,
                SamplingOptions.Greedy,
                session.Capabilities.AnswerStops
            )
            {
                Speculate = speculate,
            },
            cancel
        );

    private static int Differing(IReadOnlyList<int> some, IReadOnlyList<int> others)
    {
        var same = some.Zip(others).TakeWhile(pair => pair.First == pair.Second).Count();
        return Math.Max(some.Count, others.Count) - same;
    }

    private static string TextOf(ITokenizer tokenizer, IReadOnlyList<int> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (tokenizer.TryGetBytes(token, out var piece))
            {
                bytes.AddRange(piece.Span);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
