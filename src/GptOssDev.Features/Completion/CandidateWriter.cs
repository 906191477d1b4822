using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion;

/// <summary>Lets the model write candidates at one cursor: one prompt, run as often as asked.</summary>
internal sealed class CandidateWriter
{
    private readonly ModelTask _model;
    private readonly CursorContext _cursor;
    private readonly CompletionShape _shape;
    private readonly GenerationPrompt _prompt;
    private readonly IReadOnlySet<int> _stops;
    private readonly int _maxTokens;

    public CandidateWriter(ModelTask model, CursorContext cursor, string displayPath)
    {
        _model = model;
        _cursor = cursor;
        _shape = CompletionShape.At(cursor);
        var limits = CompletionLimits.For(model.Model);
        var window = CompletionWindow.Of(cursor, model.Budget, limits);
        _maxTokens = model.MaxTokens(_shape.IsLine ? limits.LineTokens : limits.BlockTokens);
        if (model.Capabilities.FillInTheMiddle is { } tokens)
        {
            _prompt = FillInTheMiddlePrompt.Of(window, tokens, model.Tokenizer);
            _stops = tokens.Stops;
        }
        else
        {
            _prompt = ContinuationPrompt.Of(window, displayPath, model.Effort, model.Tokenizer);
            _stops = model.Capabilities.AnswerStops;
        }
    }

    /// <summary>A candidate as the filters leave it; null when they leave nothing.</summary>
    public async Task<(CompletionDraft Draft, double LogProbability)?> WriteAsync(
        SamplingOptions sampling,
        CancellationToken cancel
    )
    {
        var plan = _model.Plan(sampling, _maxTokens, _stops, Enough);
        var answer = await _model.Runner.RunAsync(_prompt, plan, onPart: null, cancel);
        // An early end is ours, not the model's: only its own says that the last line is whole.
        var ended = answer.Complete && !Enough(answer.Answer);
        var draft = CompletionFilters.Apply(new CompletionDraft(answer.Answer, ended), _cursor, _shape);
        return draft is null ? null : (draft, answer.LogProbabilityOf(EndOf(draft.Text, answer.Answer)));
    }

    // Filters cut at the ends, so what is left is found again in what was written.
    private static int EndOf(string kept, string written)
    {
        var start = written.IndexOf(kept, StringComparison.Ordinal);
        return start < 0 ? written.Length : start + kept.Length;
    }

    private bool Enough(string text) => _shape.IsFull(text) || text.Contains("```", StringComparison.Ordinal);
}
