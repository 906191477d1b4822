using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion;

/// <summary>Lets the model write candidates at one cursor: one prompt, run as often as asked.</summary>
internal sealed class CandidateWriter
{
    private readonly ModelTask model;
    private readonly CursorContext cursor;
    private readonly CompletionShape shape;
    private readonly GenerationPrompt prompt;
    private readonly IReadOnlySet<int> stops;
    private readonly int maxTokens;

    public CandidateWriter(ModelTask model, CursorContext cursor, string displayPath)
    {
        this.model = model;
        this.cursor = cursor;
        shape = CompletionShape.At(cursor);
        var limits = CompletionLimits.For(model.Model);
        var window = CompletionWindow.Of(cursor, model.Budget, limits);
        maxTokens = model.MaxTokens(shape.IsLine ? limits.LineTokens : limits.BlockTokens);
        if (model.Capabilities.FillInTheMiddle is { } tokens)
        {
            prompt = FillInTheMiddlePrompt.Of(window, tokens, model.Tokenizer);
            stops = tokens.Stops;
        }
        else
        {
            prompt = ContinuationPrompt.Of(window, displayPath, model.Effort, model.Tokenizer);
            stops = model.Capabilities.AnswerStops;
        }
    }

    /// <summary>A candidate as the filters leave it; null when they leave nothing.</summary>
    public async Task<(CompletionDraft Draft, double LogProbability)?> WriteAsync(
        SamplingOptions sampling,
        CancellationToken cancel
    )
    {
        var plan = model.Plan(sampling, maxTokens, stops, Enough);
        var answer = await model.Runner.RunAsync(prompt, plan, onPart: null, cancel);
        // An early end is ours, not the model's: only its own says that the last line is whole.
        var ended = answer.Complete && !Enough(answer.Answer);
        var draft = CompletionFilters.Apply(new CompletionDraft(answer.Answer, ended), cursor, shape);
        return draft is null ? null : (draft, answer.LogProbabilityOf(EndOf(draft.Text, answer.Answer)));
    }

    // Filters cut at the ends, so what is left is found again in what was written.
    private static int EndOf(string kept, string written)
    {
        var start = written.IndexOf(kept, StringComparison.Ordinal);
        return start < 0 ? written.Length : start + kept.Length;
    }

    private bool Enough(string text) => shape.IsFull(text) || text.Contains("```", StringComparison.Ordinal);
}
