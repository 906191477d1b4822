using GptOssDev.Features.Completion.Filters;
using GptOssDev.Features.Completion.Prompting;
using GptOssDev.Features.Generation;
using GptOssDev.Grammar;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>
/// Lets the model write candidates at one cursor: one prompt, run as often as asked, also side by side: the engine computes
/// it once.
/// </summary>
internal sealed class CandidateGenerator
{
    private readonly GenerationSession _model;
    private readonly ResolvedCursor _place;
    private readonly CompletionShape _shape;
    private readonly StopPredicate _stop;
    private readonly CompletionPrompt _prompt;
    private readonly int _maxTokens;

    public CandidateGenerator(GenerationSession model, ResolvedCursor place)
        : this(model, place, CompletionPrompt.Of(model, place)) { }

    public CandidateGenerator(GenerationSession model, ResolvedCursor place, CompletionPrompt prompt)
    {
        _model = model;
        _place = place;
        _prompt = prompt;
        _shape = CompletionShape.At(place.Cursor);
        _stop = new StopPredicate(place.Cursor, _shape);
        var limits = CompletionLimits.For(model.Model);
        _maxTokens = model.MaxTokens(_shape.IsLine ? limits.LineTokens : limits.BlockTokens);
    }

    /// <param name="isHeld">Whether it is held to the names that the compiler knows at the cursor, once they are known.</param>
    /// <param name="onText">Gets what is written, piece by piece.</param>
    /// <param name="use">Gets the candidate as soon as it is written, while the engine still lets go of it.</param>
    /// <param name="until">Ends the writing when it is cancelled; what is written until then is the candidate.</param>
    public Task<T> WriteAsync<T>(
        SamplingOptions sampling,
        bool isHeld,
        Action<string>? onText,
        Func<Candidate, Task<T>> use,
        CancellationToken until,
        CancellationToken cancellationToken
    )
    {
        var plan = _model.Plan(sampling, _maxTokens, _prompt.Stops, ShouldStop) with
        {
            Constraint = isHeld ? ConstrainAsync() : null,
            Until = until,
        };
        Action<AnswerPart>? onPart = onText is null ? null : part => onText(part.Text);
        return _model.Runner.RunAsync(
            _prompt.Prompt,
            plan,
            onPart,
            answer => use(CandidateOf(answer)),
            cancellationToken
        );
    }

    private async Task<ITokenConstraint?> ConstrainAsync() => (await _place.Names)?.Constrain(_model.Vocabulary);

    private Candidate CandidateOf(GeneratedAnswer answer)
    {
        // An early end is ours, not the model's: only its own says that the last line is whole.
        var ended = answer.Complete && !ShouldStop(answer.Answer);
        var draft = CompletionFilters.Apply(new CompletionDraft(answer.Answer, ended), _place.Cursor, _shape);
        var end = draft is null ? 0 : EndOf(draft.Text, answer.Answer);
        return new Candidate(answer.Answer, draft, answer.LogProbabilityOf(end));
    }

    // Filters cut at the ends, so what is left is found again in what was written.
    private static int EndOf(string kept, string written)
    {
        var start = written.IndexOf(kept, StringComparison.Ordinal);
        return start < 0 ? written.Length : start + kept.Length;
    }

    private bool ShouldStop(string text) => _stop.Of(text) is not null;
}
