using GptOssDev.Grammar;
using GptOssDev.Inference;
using GptOssDev.Inference.Sampling;
using GptOssDev.Inference.Speculation;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>
/// A model in a formula: logits that depend on the last tokens, the same for the same text however it was reached. It can
/// be made to copy a text that stands in its prompt.
/// </summary>
internal sealed class FormulaModel(int vocabulary, int context = 2)
{
    public int Vocabulary => vocabulary;

    public float[] Logits(IReadOnlyList<int> text)
    {
        var hash = 17;
        foreach (var token in text.TakeLast(context))
        {
            hash = unchecked((hash * 31) + token);
        }

        var random = new GenerationRandom(hash);
        return [.. Enumerable.Range(0, vocabulary).Select(_ => (float)(6 * random.NextDouble()))];
    }
}

/// <summary>One generation on a <see cref="FormulaModel"/>, as the engine runs it: a token a step, or drafts verified.</summary>
internal sealed class FormulaGeneration(
    FormulaModel model,
    SamplingOptions options,
    int[] prompt,
    Func<IReadOnlyList<int>, TokenMask?> maskOf
)
{
    private readonly TokenSampler _sampler = new(options, new SamplerScratch());
    private readonly List<int> _text = [.. prompt];

    public List<GeneratedToken> Tokens { get; } = [];

    /// <summary>Drafted tokens that were confirmed.</summary>
    public int Confirmed { get; private set; }

    /// <param name="draftOf">Tokens guessed to follow a text; empty for a plain step.</param>
    public FormulaGeneration Run(int count, Func<IReadOnlyList<int>, int[]> draftOf)
    {
        _sampler.Prime(prompt);
        while (Tokens.Count < count)
        {
            var draft = draftOf(_text);
            // The rows of the step, computed before anything of it is sampled: they see the draft, right or wrong.
            var rows = Enumerable
                .Range(0, draft.Length + 1)
                .Select(i => model.Logits([.. _text, .. draft.Take(i)]))
                .ToList();
            var verifier = new DraftVerifier(draft);
            bool confirmed;
            do
            {
                var token = _sampler.Sample(rows[verifier.Accepted], maskOf(_text));
                confirmed = verifier.Confirms(token.Id);
                _sampler.Accept(token.Id);
                _text.Add(token.Id);
                Tokens.Add(token);
            } while (confirmed && Tokens.Count < count);
            Confirmed += verifier.Accepted;
        }

        return this;
    }
}
