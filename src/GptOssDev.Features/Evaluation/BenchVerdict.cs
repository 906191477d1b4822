using System.Globalization;

namespace GptOssDev.Features.Evaluation;

/// <summary>Says in plain words what the figures mean for somebody who writes code. Pure.</summary>
public static class BenchVerdict
{
    // About a page.
    private const int AnswerTokens = 300;

    // People take a tenth of a second for at once and lose their thought after one (Miller 1968; Card et al. 1991).
    private static readonly (double Milliseconds, string Meaning)[] _paces =
    [
        (200, "it keeps up with typing"),
        (500, "it comes when you pause for a moment"),
        (1000, "it comes when you stop and look"),
        (3000, "better asked for with a key than awaited at every pause"),
        (double.PositiveInfinity, "too slow to help while you type; a smaller model or a GPU mends that"),
    ];

    public static string For(BenchOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var suggestion = outcome.Suggestion.TotalMilliseconds;
        var pace = _paces.First(p => suggestion <= p.Milliseconds).Meaning;
        List<string> sentences =
        [
            $"A suggestion will take about {Duration(suggestion)}: {pace}.",
            Text(
                $"The first one in a file begins after {Duration(outcome.ColdFirstToken.TotalMilliseconds)}, because {outcome.LongPromptTokens} tokens before the cursor are read then."
            ),
        ];
        if (outcome.DecodeRate > 0)
        {
            sentences.Add(
                Text(
                    $"An answer of {AnswerTokens} tokens takes about {Duration(1000 * AnswerTokens / outcome.DecodeRate)}."
                )
            );
        }
        if (outcome.StreamsRate > 0)
        {
            sentences.Add(
                Text(
                    $"Of {outcome.Streams} requests at once each gets about {outcome.StreamsRate / outcome.Streams:0.#} tokens a second."
                )
            );
        }
        if (outcome.IsBusy)
        {
            sentences.Add("Others used the model meanwhile: run it again when nothing else does.");
        }
        return string.Join(' ', sentences);
    }

    private static string Duration(double milliseconds) =>
        milliseconds < 1000 ? Text($"{milliseconds:0} ms") : Text($"{milliseconds / 1000:0.0} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
