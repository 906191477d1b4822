using GptOssDev.Grammar;
using GptOssDev.Inference;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>What <c>TokenSampler</c> documents, written plainly in double precision with a full sort.</summary>
internal static class ReferenceSampler
{
    /// <summary>Probability of each token to be drawn; all zero when none can be.</summary>
    /// <param name="seen">Prompt and answer so far.</param>
    public static double[] Probabilities(
        SamplingOptions options,
        IReadOnlyList<float> logits,
        TokenMask? mask = null,
        IReadOnlyList<int>? seen = null
    )
    {
        var penalised = Penalised(options, logits, seen ?? []);
        var result = new double[logits.Count];
        var ordered = Enumerable
            .Range(0, logits.Count)
            .Where(id => float.IsFinite(logits[id]) && (mask is null || mask[id]))
            .OrderByDescending(id => penalised[id])
            .ThenBy(id => id)
            .ToList();
        if (ordered.Count == 0)
        {
            return result;
        }

        if (options.Temperature == 0)
        {
            result[ordered[0]] = 1;
            return result;
        }

        var largest = penalised[ordered[0]];
        var weights = penalised.Select(logit => Math.Exp((logit - largest) / options.Temperature)).ToArray();
        if (options.TopK > 0)
        {
            ordered = [.. ordered.Take(options.TopK)];
        }

        var wanted = options.TopP * ordered.Sum(id => weights[id]);
        var nucleus = 0;
        double sum = 0;
        while (nucleus < ordered.Count && (nucleus == 0 || options.TopP == 1 || sum < wanted))
        {
            sum += weights[ordered[nucleus++]];
        }

        List<int> kept = [.. ordered.Take(nucleus).Where(id => weights[id] >= options.MinP)];
        var total = kept.Sum(id => weights[id]);
        foreach (var id in kept)
        {
            result[id] = weights[id] / total;
        }

        return result;
    }

    public static double LogProbability(IReadOnlyList<float> logits, int id)
    {
        var finite = logits.Where(float.IsFinite).Select(logit => (double)logit).ToList();
        var largest = finite.Max();
        return logits[id] - largest - Math.Log(finite.Sum(logit => Math.Exp(logit - largest)));
    }

    private static double[] Penalised(SamplingOptions options, IReadOnlyList<float> logits, IReadOnlyList<int> seen)
    {
        var result = logits.Select(logit => (double)logit).ToArray();
        foreach (var group in seen.TakeLast(options.PenaltyWindow).GroupBy(token => token))
        {
            var logit = result[group.Key];
            logit = logit > 0 ? logit / options.RepetitionPenalty : logit * options.RepetitionPenalty;
            result[group.Key] = logit - (group.Count() * options.FrequencyPenalty) - options.PresencePenalty;
        }

        return result;
    }
}
