using System.Globalization;

namespace GptOssDev.Inference.Sampling;

/// <summary>
/// What each member of <see cref="SamplingOptions"/> may be. The ranges of the frequency and presence penalties are those of
/// OpenAI's API; the others exclude what has no meaning or would leave the range of a logit.
/// </summary>
internal static class SamplingRanges
{
    private const int LargestPenaltyWindow = 1 << 17;

    /// <exception cref="ArgumentException">A member is outside its range; the message names both.</exception>
    public static void Check(SamplingOptions options)
    {
        Check("temperature", options.Temperature, 0, float.MaxValue);
        Check("top-p", options.TopP, 0, 1);
        Check("top-k", options.TopK, 0, int.MaxValue);
        Check("min-p", options.MinP, 0, 1);
        Check("repetition penalty", options.RepetitionPenalty, 0.01, 100);
        Check("frequency penalty", options.FrequencyPenalty, -2, 2);
        Check("presence penalty", options.PresencePenalty, -2, 2);
        Check("penalty window", options.PenaltyWindow, 0, LargestPenaltyWindow);
    }

    private static void Check(string name, double value, double least, double most)
    {
        // Written so that what is not a number fails too.
        if (!(value >= least && value <= most))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {Range(least, most)}")
            );
        }
    }

    private static string Range(double least, double most) =>
        most >= int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"{least} or more")
            : string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}");
}
