using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Completion.Prompting;

/// <summary>What a model is given at a cursor, and the tokens that end what it writes.</summary>
internal sealed record CompletionPrompt(GenerationPrompt Prompt, IReadOnlySet<int> Stops)
{
    /// <summary>The form that suits the model: native fill-in-the-middle where its vocabulary has it, harmony otherwise.</summary>
    public static CompletionPrompt Of(GenerationSession model, ResolvedCursor place)
    {
        var limits = CompletionLimits.For(model.Model);
        var window = CompletionWindow.Of(place.Cursor, model.Budget, limits.BeforeTokens, limits.AfterTokens);
        var context = place.Context.Bounded(model.Budget, limits.ContextTokens);
        return model.Capabilities.FillInTheMiddle is { } tokens
            ? new(FillInTheMiddlePrompt.Of(window, context, place.Path, tokens, model.Tokenizer), tokens.Stops)
            : new(
                ContinuationPrompt.Of(window, context, place.Path, model.Effort, model.Tokenizer),
                model.Capabilities.AnswerStops
            );
    }
}
