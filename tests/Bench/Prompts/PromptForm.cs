using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Completion.Prompting;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Prompts;
using GptOssDev.Harmony.Rendering;
using GptOssDev.Inference;

namespace GptOssDev.Tests.Bench.Prompts;

/// <summary>One way to put the code around a cursor, and what is known beside it, to a model.</summary>
internal sealed record PromptForm(string Name, Func<GenerationSession, ResolvedCursor, CompletionPrompt> Of)
{
    private const int ContextTokens = 512;

    /// <summary>The one that the product uses for this model on processors.</summary>
    public static PromptForm InUse { get; } =
        new("in use", (model, place) => CompletionPrompt.Of(model, place with { Context = PackedContext.Empty }));

    public static IReadOnlyList<PromptForm> Others { get; } =
    [
        new("suffix first", (model, place) => Infill(model, place, SuffixFirst)),
        new("prefix last", (model, place) => Infill(model, place, PrefixLast)),
        new("suffix of 48", (model, place) => SuffixOf(48, model, place)),
        new("suffix of 24", (model, place) => SuffixOf(24, model, place)),
        new("without the suffix", (model, place) => Infill(model, place, WithoutSuffix)),
        new("context first", WithContext),
        new("harmony", (model, place) => Harmony(model, place with { Context = PackedContext.Empty })),
        new("harmony with context", Harmony),
        new("harmony with context last", HarmonyContextLast),
    ];

    private delegate int[] InfillOrder(FillInTheMiddleTokens marks, int[] before, int[] after);

    private static int[] SuffixFirst(FillInTheMiddleTokens marks, int[] before, int[] after) =>
        [marks.Suffix, .. after, marks.Prefix, .. before, marks.Middle];

    // The second form of Bavarian et al., "Efficient Training of Language Models to Fill in the Middle", 2022.
    private static int[] PrefixLast(FillInTheMiddleTokens marks, int[] before, int[] after) =>
        [marks.Prefix, marks.Suffix, .. after, marks.Middle, .. before];

    private static int[] WithoutSuffix(FillInTheMiddleTokens marks, int[] before, int[] after) =>
        [marks.Prefix, .. before, marks.Suffix, marks.Middle];

    private static CompletionPrompt Infill(GenerationSession model, ResolvedCursor place, InfillOrder order)
    {
        var (window, marks) = (Window(model, place), Marks(model));
        var tokens = order(marks, model.Tokenizer.Encode(window.Before), model.Tokenizer.Encode(window.After));
        return new CompletionPrompt(new GenerationPrompt(tokens, Start: null), marks.Stops);
    }

    private static CompletionPrompt SuffixOf(int tokens, GenerationSession model, ResolvedCursor place)
    {
        var before = CompletionLimits.For(model.Model).BeforeTokens;
        var window = CompletionWindow.Of(place.Cursor, model.Budget, before, tokens);
        return Files(model, place, window, PackedContext.Empty);
    }

    private static CompletionPrompt WithContext(GenerationSession model, ResolvedCursor place) =>
        Files(model, place, Window(model, place), place.Context.Bounded(model.Budget, ContextTokens));

    private static CompletionPrompt Files(
        GenerationSession model,
        ResolvedCursor place,
        CompletionWindow window,
        PackedContext context
    )
    {
        var marks = Marks(model);
        return new CompletionPrompt(
            FillInTheMiddlePrompt.Of(window, context, place.Path, marks, model.Tokenizer),
            marks.Stops
        );
    }

    private static CompletionPrompt Harmony(GenerationSession model, ResolvedCursor place) =>
        new(
            ContinuationPrompt.Of(
                Window(model, place),
                place.Context.Bounded(model.Budget, ContextTokens),
                place.Path,
                model.Effort,
                model.Tokenizer
            ),
            model.Capabilities.AnswerStops
        );

    /// <summary>The product's conversation with the user's message turned round.</summary>
    private static CompletionPrompt HarmonyContextLast(GenerationSession model, ResolvedCursor place)
    {
        var window = Window(model, place);
        var context = place.Context.Bounded(model.Budget, ContextTokens);
        var fragments = context.Fragments.Select(f => $"{f.Title}:\n{CodeFence.Of(f.Text, "csharp")}\n\n");
        var user = PromptTemplate.Fill(
            "completion.user",
            ("path", place.Path.Shown),
            ("after", CodeFence.Of(window.After, "csharp"))
        );
        return new CompletionPrompt(
            ChatPrompt.Render(
                model.Tokenizer,
                ChatPrompt.Conversation(
                    model.Effort,
                    PromptTemplate.Fill("completion.developer", ("language", "C#")),
                    string.Concat([user, "\n\n", .. fragments]).TrimEnd()
                ),
                Prefill.Final($"```csharp\n{window.Before.ReplaceLineEndings("\n")}")
            ),
            model.Capabilities.AnswerStops
        );
    }

    private static CompletionWindow Window(GenerationSession model, ResolvedCursor place)
    {
        var limits = CompletionLimits.For(model.Model);
        return CompletionWindow.Of(place.Cursor, model.Budget, limits.BeforeTokens, limits.AfterTokens);
    }

    private static FillInTheMiddleTokens Marks(GenerationSession model) =>
        model.Capabilities.FillInTheMiddle
        ?? throw new BenchmarkException($"{model.Model.Name} has no tokens to fill in the middle");
}
