using GptOssDev.Inference;

namespace GptOssDev.Features.Review.Rules;

/// <summary>The rules of a review in their order: what is proved comes before what is guessed.</summary>
internal static class ReviewRules
{
    public static IReadOnlyList<IReviewRule> All(IInferenceEngine engine) =>
        [new CompilerRule(), new ModelRule(engine)];
}
