namespace GptOssDev.Features.Generation;

/// <summary>What one generation wrote.</summary>
/// <param name="Complete">True when the model or the plan ended it; false when the tokens ran out first.</param>
/// <param name="Tokens">How many the model wrote, reasoning among them.</param>
/// <param name="Steps">Length of the answer after each token that changed it, with the sum of log probabilities up to it.</param>
internal sealed record GeneratedAnswer(
    string Answer,
    string Reasoning,
    bool Complete,
    int Tokens,
    IReadOnlyList<AnswerStep> Steps
)
{
    /// <summary>Log probability of the tokens that make up the first characters of the answer.</summary>
    public double LogProbabilityOf(int length)
    {
        foreach (var step in Steps)
        {
            if (step.Length >= length)
            {
                return step.LogProbability;
            }
        }
        return Steps.Count > 0 ? Steps[^1].LogProbability : 0;
    }
}

/// <summary>The answer's length in UTF-16 units and the sum of log probabilities after a token.</summary>
internal readonly record struct AnswerStep(int Length, double LogProbability);
