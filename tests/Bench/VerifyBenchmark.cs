using System.Diagnostics;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Tests.Bench.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.Tests.Bench;

/// <summary>
/// How long the verdict on one inserted line takes in a warm workspace, beside compiling the whole project anew: on the
/// tour's project and on this repository's solution.
/// </summary>
internal sealed class VerifyBenchmark : IBenchmark
{
    private const int Runs = 11;

    public string Name => "verify";

    public string Summary => "verdict on a one-line insertion, against compiling the whole project";

    public async Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("gptoss-bench-").FullName;
        try
        {
            say("loading the projects by their builds");
            var demo = CopyDemo(Path.Join(folder, "demo"));
            return new BenchmarkReport(
                BenchmarkMachine.Describe(),
                null,
                [
                    await MeasureAsync("demo project", demo, Path.Join(demo, "Warehouse.cs"), folder, cancel),
                    await MeasureAsync(
                        "this solution",
                        Repository.Root,
                        Repository.PathOf("src", "GptOssDev.Inference", "InferenceEngine.cs"),
                        folder,
                        cancel
                    ),
                ]
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Figure> MeasureAsync(
        string name,
        string root,
        string path,
        string cache,
        CancellationToken cancel
    )
    {
        var snapshot = await LoadedCode.OpenAsync(root, Path.Join(cache, "builds"), cancel);
        var document = snapshot.Find(path) ?? throw new BenchmarkException($"{path} belongs to no project of {root}");
        var place = await FirstStatementAsync(document.Roslyn, cancel);
        var verifier = new CompletionVerifier(TimeProvider.System);
        var verdicts = new List<double>();
        var compilations = new List<double>();
        // The first of each pays for what the others find done.
        for (var run = -1; run < Runs; run++)
        {
            var line = $"_ = {run + 1};\n";
            var started = Stopwatch.GetTimestamp();
            var verdict = await verifier.VerifyAsync(snapshot, path, TextRange.At(place), line, cancel);
            var verdictTime = Stopwatch.GetElapsedTime(started);
            if (!verdict.IsAccepted)
            {
                throw new InvalidOperationException($"the insertion was not accepted: {verdict.Reasons[0]}");
            }

            var compilationTime = await CompileAsync(document.Roslyn, place, line, cancel);
            if (run >= 0)
            {
                verdicts.Add(verdictTime.TotalMilliseconds);
                compilations.Add(compilationTime.TotalMilliseconds);
            }
        }

        return new Figure(
            name,
            "ms",
            new Samples(verdicts),
            new Samples(compilations),
            Goal.RatioAtMost(0.5),
            $"parsing and compiling all of {document.Project.Name} with the line in it"
        );
    }

    /// <summary>Parses every file of the project and asks a fresh compilation for all of its diagnostics.</summary>
    private static async Task<TimeSpan> CompileAsync(
        Document document,
        TextPosition place,
        string line,
        CancellationToken cancel
    )
    {
        var known = (CSharpCompilation)(await document.Project.GetCompilationAsync(cancel))!;
        var edited = await document.GetSyntaxTreeAsync(cancel);
        var started = Stopwatch.GetTimestamp();
        var trees = known.SyntaxTrees.Select(tree =>
        {
            var text = tree.GetText(cancel);
            if (tree == edited)
            {
                text = text.Replace(TextPositions.Span(text, TextRange.At(place), tree.FilePath), line);
            }

            return CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath, cancel);
        });
        var errors = CSharpCompilation
            .Create(known.AssemblyName, trees, known.References, known.Options)
            .GetDiagnostics(cancel)
            .Count(d => d.Severity == DiagnosticSeverity.Error);
        var taken = Stopwatch.GetElapsedTime(started);
        return errors == 0 ? taken : throw new InvalidOperationException($"the whole project has {errors} errors");
    }

    /// <summary>Where the first statement of the file's longest method starts.</summary>
    private static async Task<TextPosition> FirstStatementAsync(Document document, CancellationToken cancel)
    {
        var root = (await document.GetSyntaxRootAsync(cancel))!;
        var body = root.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Select(method => method.Body)
            .OfType<BlockSyntax>()
            .MaxBy(block => block.FullSpan.Length)!;
        var start = body.Statements[0].GetLocation().GetLineSpan().StartLinePosition;
        return new TextPosition(start.Line, start.Character);
    }

    private static string CopyDemo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("cli", "GptOssDev.Cli", "demo")))
        {
            File.Copy(file, Path.Join(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}
