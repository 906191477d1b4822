using System.Diagnostics;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Candidates;
using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Evaluation;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;
using GptOssDev.Platform.Files;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Prompts;

/// <summary>
/// Which order of context, suffix and prefix gives the better text, and what each costs at a key: code of this repository is
/// hidden and written again from prompts of every form, then the hidden text is typed and the tokens that have to be read anew
/// at each key are counted.
/// </summary>
internal sealed class PromptBenchmark(BenchmarkArguments arguments) : IBenchmark
{
    private const int UsualPlaces = 100;
    private const int Seed = 1;
    private const int ContextTokens = 4096;
    private const int Keys = 8;

    // Reading time is measured at one place of so many: it says less than the tokens, and takes longer.
    private const int PlacesPerTiming = 5;
    private const int OpenFiles = 3;

    public string Name => "prompts";

    public string Summary =>
        "text and cost of a completion's prompt by the order of its parts, against the order in use";

    public async Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        say("loading the projects by their builds");
        var code = await LoadedCode.OpenAsync(Repository.Root, cache: null, cancel);
        var positions = await EvaluationPosition.DrawAsync(code, arguments.Rounds ?? UsualPlaces, Seed, cancel);
        var (_, engine) = BundledModel.Open(ContextTokens);
        await using var held = engine;
        using var model = await GenerationSession.StartAsync(
            engine,
            GenerationSettings.Default,
            RequestPriority.Keystroke,
            new RequestTimer(TimeProvider.System),
            cancel
        );
        PromptForm[] forms =
        [
            PromptForm.InUse,
            .. PromptForm.Others.Where(f => arguments.Only?.Split(',').Contains(f.Name) ?? true),
        ];
        var tallies = forms.ToDictionary(form => form.Name, _ => new PromptTally());
        for (var i = 0; i < positions.Count; i++)
        {
            say($"place {i + 1} of {positions.Count}");
            var place = await PlaceAsync(code, positions[i], cancel);
            foreach (var form in forms)
            {
                var tally = tallies[form.Name];
                await WriteAsync(model, form, place, positions[i].Site.Text, tally, cancel);
                await TypeAsync(model, form, place, positions[i].Site.Text, i % PlacesPerTiming == 0, tally, cancel);
            }
        }

        var inUse = tallies[PromptForm.InUse.Name];
        return new BenchmarkReport(
            BenchmarkMachine.Describe(),
            model.Model.Name,
            [.. forms.SelectMany(form => tallies[form.Name].Figures(form.Name, inUse))]
        );
    }

    private static async Task<ResolvedCursor> PlaceAsync(
        CodeSnapshot code,
        EvaluationPosition position,
        CancellationToken cancel
    )
    {
        var (open, cursor) = CompletionFeature.Open(
            new CompletionRequest(code, position.Path, position.Site.Hidden.Start, position.Hole(code))
        );
        var neighbours = Directory
            .EnumerateFiles(Path.GetDirectoryName(position.Path)!, "*.cs")
            .Where(path => path != position.Path)
            .Order(StringComparer.Ordinal)
            .Take(OpenFiles)
            .Select(path => (path, File.ReadAllText(path)));
        var context = await ContextCollector.CollectAsync(
            open,
            cursor,
            new EditorContext([.. neighbours], []),
            stable: null,
            cancel
        );
        var path = new CompletionPath(
            Path.GetRelativePath(Repository.Root, position.Path).Replace('\\', '/'),
            "GptOssDev"
        );
        return new ResolvedCursor(open, cursor, path, Task.FromResult<IdentifierConstraint?>(null), context);
    }

    private static async Task WriteAsync(
        GenerationSession model,
        PromptForm form,
        ResolvedCursor place,
        string hidden,
        PromptTally tally,
        CancellationToken cancel
    )
    {
        var writer = new CandidateGenerator(model, place, form.Of(model, place));
        await using var judge = CandidateVerifier.Begin(
            new CompletionVerifier(TimeProvider.System),
            place,
            true,
            cancel
        );
        var (candidate, item) = await writer.WriteAsync(
            model.Sampling(),
            isHeld: false,
            onText: null,
            async made => (made, made.Draft is null ? null : await judge.VerifyAsync(made, cancel)),
            CancellationToken.None,
            cancel
        );
        var written = candidate.Draft?.Text.Trim() ?? "";
        var original = LineEndings.Normalize(hidden, "\n").Trim();
        tally.AddText(
            EditSimilarity.Of(written, original),
            written == original,
            item is { Verdict: not CompletionVerdict.Rejected }
        );
    }

    private static async Task TypeAsync(
        GenerationSession model,
        PromptForm form,
        ResolvedCursor place,
        string hidden,
        bool timed,
        PromptTally tally,
        CancellationToken cancel
    )
    {
        var before = form.Of(model, place).Prompt;
        var line = TextLines.EndOfLine(hidden, 0);
        for (var key = 1; key <= Math.Min(Keys, line); key++)
        {
            var prompt = form.Of(model, Typed(place, hidden[..key]));
            var known = before.Tokens.AsSpan().CommonPrefixLength(prompt.Prompt.Tokens);
            tally.AddKey(prompt.Prompt.Tokens.Length - known);
            if (timed)
            {
                var started = Stopwatch.GetTimestamp();
                var plan = model.Plan(model.Sampling(), 1, prompt.Stops, _ => false);
                await model.Runner.RunAsync(prompt.Prompt, plan, null, cancel);
                // The first one reads what is read once for a place.
                if (key > 1)
                {
                    tally.AddTime(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
            }

            before = prompt.Prompt;
        }
    }

    private static ResolvedCursor Typed(ResolvedCursor place, string typed)
    {
        var cursor = place.Cursor;
        return place with
        {
            Cursor = new CursorContext(
                cursor.Path,
                cursor.Text.Insert(cursor.Offset, typed),
                cursor.Position with
                {
                    Character = cursor.Position.Character + typed.Length,
                },
                cursor.Offset + typed.Length
            ),
        };
    }
}
