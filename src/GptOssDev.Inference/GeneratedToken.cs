namespace GptOssDev.Inference;

/// <param name="LogProbability">
/// Natural logarithm of the token's probability under the model at temperature 1, whatever the sampling was.
/// </param>
public readonly record struct GeneratedToken(int Id, float LogProbability);
