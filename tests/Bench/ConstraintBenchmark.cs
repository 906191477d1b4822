using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using GptOssDev.Features.Review.Model;
using GptOssDev.Grammar;
using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench;

/// <summary>
/// How long the mask of the next token takes while review findings are written under their schema, token by token, over a
/// vocabulary of gpt-oss's size; beside reading every token of the vocabulary against the same machine.
/// </summary>
internal sealed class ConstraintBenchmark : IBenchmark
{
    private const int Runs = 5;
    private const int DocumentsOfARun = 100;
    private const int ScannedMasks = 15;

    public string Name => "constraints";

    public string Summary => "mask per token of the review findings' schema, against scanning the vocabulary";

    public Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        say("making a vocabulary");
        var tokenizer = new SyntheticVocabulary();
        var documents = new FindingsWriter(new Random(2));
        var texts = Enumerable.Range(0, DocumentsOfARun).Select(_ => tokenizer.Encode(documents.Next())).ToList();
        // The first run pays for compiling the code itself.
        Masks(tokenizer, texts, cancel);
        var runs = new List<List<double>>();
        for (var run = 0; run < Runs; run++)
        {
            say($"run {run + 1} of {Runs}: {texts.Sum(t => t.Length)} masks");
            runs.Add(Masks(tokenizer, texts, cancel));
        }

        say("scanning the vocabulary");
        var scans = new Samples(Scans(tokenizer, texts[0]));
        const string Remark = "every token of the vocabulary read against the same machine";
        return Task.FromResult(
            new BenchmarkReport(
                BenchmarkMachine.Describe(),
                null,
                [
                    new Figure(
                        "mask, median",
                        "us",
                        new Samples(runs.Select(r => At(r, 0.5))),
                        scans,
                        Goal.ValueAtMost(100),
                        Remark
                    ),
                    new Figure(
                        "mask, 99th percentile",
                        "us",
                        new Samples(runs.Select(r => At(r, 0.99))),
                        scans,
                        Goal.ValueAtMost(1000),
                        Remark
                    ),
                    new Figure(
                        "mask, slowest",
                        "us",
                        new Samples(runs.Select(r => r.Max())),
                        scans,
                        null,
                        "the first mask inside a string, for which the vocabulary is read once"
                    ),
                ]
            )
        );
    }

    /// <summary>Microseconds of each mask of the documents; vocabulary and grammar are new.</summary>
    private static List<double> Masks(SyntheticVocabulary tokenizer, List<int[]> texts, CancellationToken cancel)
    {
        var grammar = Compile(tokenizer);
        var taken = new List<double>();
        foreach (var text in texts)
        {
            cancel.ThrowIfCancellationRequested();
            var constraint = grammar.Start();
            foreach (var token in text)
            {
                var started = Stopwatch.GetTimestamp();
                var mask = constraint.Allowed();
                taken.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                if (!mask[token])
                {
                    throw new InvalidOperationException("a document of findings was not allowed");
                }

                constraint.Accept(token);
            }
        }

        return taken;
    }

    private static List<double> Scans(SyntheticVocabulary tokenizer, int[] text)
    {
        var grammar = Compile(tokenizer);
        var state = grammar.First;
        var taken = new List<double>();
        foreach (var token in text.Take(ScannedMasks))
        {
            var started = Stopwatch.GetTimestamp();
            var mask = new TokenMask(tokenizer.Count);
            for (var id = 0; id < tokenizer.Count; id++)
            {
                if (grammar.Step(state, id) is not null)
                {
                    mask.Add(id);
                }
            }

            taken.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            state = grammar.Step(state, token)!;
        }

        return taken;
    }

    private static TokenGrammar Compile(SyntheticVocabulary tokenizer) =>
        TokenGrammar.Compile(FindingsSchema.Shape.Body!(), TokenVocabulary.Of(tokenizer), [tokenizer.EndToken]);

    private static double At(List<double> values, double share) =>
        values.Order().ElementAt((int)(values.Count * share));

    /// <summary>Writes findings as a model would.</summary>
    private sealed class FindingsWriter(Random random)
    {
        private static readonly string[] _paths = ["src/Warehouse.cs", "src/Orders/OrderBook.cs", "tests/Заказ.cs"];
        private static readonly string[] _rules = ["off-by-one", "null-reference", "async-void", "possible-bug"];

        private static readonly string[] _sentences =
        [
            "`items[i]` is read one element past its end when `count` equals the length.",
            "The lock is released before the field is read, so another thread may change it.",
            "The result of the call is not awaited: an exception would be lost.",
            "Die Größe wird nie geprüft (\"null\" führt zu einem Absturz).",
            "这里没有检查空值。",
        ];

        private static readonly JsonSerializerOptions _compact = new()
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

        private static readonly JsonSerializerOptions _indented = new(_compact) { WriteIndented = true };

        public string Next()
        {
            var findings = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Finding()).ToList();
            return JsonSerializer.Serialize(new { findings }, random.Next(2) == 0 ? _indented : _compact);
        }

        private object Finding()
        {
            var line = random.Next(1, 2000);
            return new
            {
                path = Pick(_paths),
                startLine = line,
                endLine = line + random.Next(4),
                severity = random.Next(2) == 0 ? "warning" : "note",
                rule = Pick(_rules),
                message = string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(_sentences))),
                suggestion = random.Next(3) == 0 ? null : $"if (count < {line})\n{{\n    return items[{line}];\n}}",
            };
        }

        private string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
