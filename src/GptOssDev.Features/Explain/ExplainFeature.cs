using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Explain;

/// <summary>
/// Explains a file, a declaration or the declaration around some lines. Holds no state of a request; any thread. Cancelling
/// ends the generation at the next decode step.
/// </summary>
public sealed class ExplainFeature(IInferenceEngine engine, TimeProvider time)
{
    private const int AnswerTokens = 700;
    private const int CodeTokens = 3000;

    /// <param name="onPart">Gets the answer while it is written, piece by piece, in order; null for nobody.</param>
    /// <exception cref="FeatureException">Bad input, or the model wrote no answer.</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<AnswerOutcome> ExplainAsync(
        ExplainRequest request,
        Action<AnswerPart>? onPart,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var meter = new RequestTimer(time);
        var section = await SectionFinder.FindAsync(request.Code, request.Target, cancellationToken);
        using var model = await GenerationSession.StartAsync(
            engine,
            request.Settings,
            RequestPriority.Interactive,
            meter,
            cancellationToken
        );
        var maxTokens = model.MaxTokens(AnswerTokens);
        var prompt = ExplainPrompt.Of(
            section,
            model.Effort,
            model.Budget,
            Math.Min(CodeTokens, model.PromptTokens(maxTokens))
        );
        var answer = await model.AnswerAsync(
            prompt.Conversation,
            AnswerFormat.Free,
            maxTokens,
            onPart,
            cancellationToken
        );
        var citations = Citations.In(answer.Answer, section.Code);
        return AnswerOutcomes.Of(answer, citations, model, prompt.Notice);
    }
}
