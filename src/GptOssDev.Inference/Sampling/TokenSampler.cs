using System.Numerics.Tensors;
using GptOssDev.Grammar;

namespace GptOssDev.Inference.Sampling;

/// <summary>
/// Chooses the next token of one generation from a row of logits. Owns the generation's random numbers and its penalty
/// window; its working memory is shared with the other generations. Used by the engine's thread alone. Allocates nothing
/// once it is warm.
/// </summary>
/// <remarks>
/// <para>
/// The order: mask, penalties, temperature, top-k, top-p over what top-k left, min-p, one draw. Temperature comes before the
/// truncations, as in the papers of top-p (Holtzman et al., 2020) and min-p (Nguyen et al., 2024), in transformers and in
/// vLLM; llama.cpp's default puts it last, which at temperatures above 1 keeps fewer tokens. All truncations cut the same
/// ordering, largest probability first and smallest id first among equals, and each leaves at least one token.
/// </para>
/// <para>
/// Only finite logits take part: a token whose logit is infinite or not a number has no probability, here and in
/// <see cref="GeneratedToken.LogProbability"/>.
/// </para>
/// <para>
/// A seed repeats a generation whatever else runs: the generator is its own, each token takes exactly one number from it,
/// and a number is mapped to a token by the cumulated probability in the order of ids. The limit is the logits themselves:
/// the library rounds them differently by the shape of the batch, about the sixth digit, and a number that falls within that
/// of a border between two tokens, or a truncation that does, gives the other one. The same holds for greedy choice between
/// two logits as close.
/// </para>
/// </remarks>
internal sealed class TokenSampler
{
    private readonly SamplingOptions _options;
    private readonly SamplerScratch _scratch;
    private readonly GenerationRandom _random;
    private readonly PenaltyWindow? _penalties;
    private readonly float _inverseTemperature;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public TokenSampler(SamplingOptions options, SamplerScratch scratch)
    {
        SamplingRanges.Check(options);
        _options = options;
        _scratch = scratch;
        _random = new GenerationRandom(options.Seed);
        _penalties = PenaltyWindow.For(options);
        // Bounded, so that the largest logit's distance, zero, stays zero at the smallest temperatures.
        _inverseTemperature = (float)Math.Min(1 / options.Temperature, float.MaxValue);
    }

    private bool IsGreedy => _options.Temperature == 0;

    private bool Truncates => _options.TopK > 0 || _options.TopP < 1 || _options.MinP > 0;

    /// <summary>Shows the prompt to the penalties, before the first token.</summary>
    public void Prime(ReadOnlySpan<int> prompt) => _penalties?.Add(prompt);

    /// <summary>Shows a token of the answer to the penalties.</summary>
    public void Accept(int token) => _penalties?.Add(token);

    /// <param name="logits">One per vocabulary entry, as the model gave them.</param>
    /// <param name="mask">The tokens allowed, of the same vocabulary; null allows all.</param>
    /// <exception cref="InferenceException">
    /// No allowed token has a finite logit. Nothing was drawn, and nothing has changed.
    /// </exception>
    public GeneratedToken Sample(ReadOnlySpan<float> logits, TokenMask? mask)
    {
        if (mask is not null && mask.Count != logits.Length)
        {
            throw new ArgumentException($"A mask of {mask.Count} tokens on {logits.Length} logits.", nameof(mask));
        }

        var max = TensorPrimitives.MaxNumber(logits);
        var logSum = Softmax.LogSumExp(logits, max, _scratch.Block);
        if (!double.IsFinite(logSum))
        {
            logits = Cleaned(logits);
            max = TensorPrimitives.Max(logits);
            logSum = Softmax.LogSumExp(logits, max, _scratch.Block);
        }

        var id = IsGreedy && mask is null && _penalties is null ? Largest(logits, max) : Choose(logits, mask);
        return new GeneratedToken(id, (float)(logits[id] - logSum));
    }

    private int Choose(ReadOnlySpan<float> logits, TokenMask? mask)
    {
        var row = LogitsRow.Of(logits, mask, _scratch);
        _penalties?.Apply(row);
        var max = row.Count == 0 ? float.NegativeInfinity : TensorPrimitives.Max<float>(row.Values);
        if (IsGreedy)
        {
            return row.IdAt(Largest(row.Values, max));
        }

        if (!float.IsFinite(max))
        {
            throw NothingToChoose();
        }

        var blockSums = _scratch.BlockSums(row.Count);
        var total = Softmax.Weigh(row.Values, max, _inverseTemperature, row.Values, blockSums);
        if (!Truncates)
        {
            return row.IdAt(CumulativeSampler.InBlocks(row.Values, blockSums, _random.NextDouble() * total));
        }

        Truncate(ref row, total);
        return row.IdAt(CumulativeSampler.In(row.Values, _random.NextDouble() * CumulativeSampler.Sum(row.Values)));
    }

    private void Truncate(ref LogitsRow row, double total)
    {
        var selection = _scratch.Selection;
        if (_options.TopK > 0)
        {
            row.KeepAtLeast(TruncationLowerBound.ForCount(row.Values, _options.TopK, _scratch.Block, selection));
            row.Keep(selection.ByCount(row.Values, _options.TopK));
            total = CumulativeSampler.Sum(row.Values);
        }

        // The largest weight is 1, so min-p is a weight. What it will drop need not be ordered: the mass that top-p wants is
        // taken from the whole.
        var floor = (float)_options.MinP;
        if (_options.TopP < 1)
        {
            var mass = _options.TopP * total;
            row.KeepAtLeast(Math.Max(floor, TruncationLowerBound.ForMass(row.Values, mass, total)));
            row.Keep(selection.ByMass(row.Values, mass));
        }
        else
        {
            row.KeepAtLeast(floor);
        }
    }

    private static int Largest(ReadOnlySpan<float> logits, float max) =>
        float.IsFinite(max) ? Softmax.FirstIndexOf(logits, max) : throw NothingToChoose();

    private Span<float> Cleaned(ReadOnlySpan<float> logits)
    {
        var cleaned = _scratch.Cleaned(logits.Length);
        for (var i = 0; i < logits.Length; i++)
        {
            cleaned[i] = float.IsFinite(logits[i]) ? logits[i] : float.NegativeInfinity;
        }

        return cleaned;
    }

    private static InferenceException NothingToChoose() =>
        new(
            InferenceFailure.DecodeFailed,
            "the model gave no usable probability for any token allowed here; try again, or load another model file"
        );
}
