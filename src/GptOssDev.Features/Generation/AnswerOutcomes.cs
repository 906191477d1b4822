namespace GptOssDev.Features.Generation;

/// <summary>Makes the outcome of an answered question.</summary>
internal static class AnswerOutcomes
{
    /// <exception cref="FeatureException">There is no answer in it.</exception>
    public static AnswerOutcome Of(
        GeneratedAnswer answer,
        IReadOnlyList<Citation> citations,
        GenerationSession model,
        string? notice = null
    )
    {
        if (string.IsNullOrWhiteSpace(answer.Answer))
        {
            throw new FeatureException(
                FeatureFailure.NoAnswer,
                answer.Complete
                    ? $"{model.Model.Name} gave no answer: ask again in other words"
                    : $"{model.Model.Name} spent {answer.Tokens} tokens without an answer: "
                        + "lower the effort or allow more tokens"
            );
        }
        var notices = string.Join(' ', new[] { notice, model.Notice }.OfType<string>());
        return new AnswerOutcome(
            answer.Answer,
            answer.Reasoning,
            citations,
            model.Meter.Timings,
            notices.Length > 0 ? notices : null
        );
    }
}
