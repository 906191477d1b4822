using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Prompts;

/// <summary>What came of one form of prompt.</summary>
internal sealed class PromptTally
{
    private readonly List<double> _similarity = [];
    private readonly List<bool> _exact = [];
    private readonly List<bool> _shown = [];
    private readonly List<double> _tokens = [];
    private readonly List<double> _times = [];

    public void AddText(double similarity, bool isExact, bool isShown)
    {
        _similarity.Add(similarity);
        _exact.Add(isExact);
        _shown.Add(isShown);
    }

    public void AddKey(int tokensReadAnew) => _tokens.Add(tokensReadAnew);

    public void AddTime(double milliseconds) => _times.Add(milliseconds);

    /// <param name="reference">The form in use.</param>
    public IEnumerable<Figure> Figures(string form, PromptTally reference)
    {
        yield return Of(
            form + ": similarity",
            "%",
            t => 100 * t._similarity.Average(),
            reference,
            "to the hidden text"
        );
        yield return Of(form + ": exact", "%", t => Share(t._exact), reference, "the hidden text itself");
        yield return Of(form + ": shown", "%", t => Share(t._shown), reference, "the first candidate binds");
        if (_times.Count == 0)
        {
            yield break;
        }

        yield return Of(form + ": read anew", "tokens", t => t._tokens.Average(), reference, "at a key, mean");
        yield return Of(form + ": key", "ms", t => new Samples(t._times).Median, reference, "to the first token");
    }

    private Figure Of(string name, string unit, Func<PromptTally, double> of, PromptTally reference, string remark) =>
        new(
            name,
            unit,
            new Samples([of(this)]),
            ReferenceEquals(this, reference) ? null : new Samples([of(reference)]),
            Goal: null,
            remark
        );

    private static double Share(List<bool> answers) => 100.0 * answers.Count(yes => yes) / answers.Count;
}
