namespace GptOssDev.Inference.Speculation;

/// <summary>
/// Decides how far a draft holds. A step computes the last token and the draft behind it; row 0 of its logits follows the
/// last token, row i the draft's first i tokens. The engine samples row after row, hands each token out, and asks here
/// whether the next row still speaks of the text as it is. Pure; lives for one step.
/// </summary>
/// <remarks>
/// <para>
/// The rule is the exact rejection scheme of speculative sampling (Leviathan et al., 2023; Chen et al., 2023). There a
/// drafted token x of distribution q is kept with probability min(1, p(x) / q(x)), and otherwise a token is drawn from the
/// positive part of p - q. Prompt lookup drafts one token d for certain: q is 1 at d. So d is kept with probability p(d), and
/// otherwise a token other than d is drawn in proportion to p. Drawing one token from p and keeping the draft while the two
/// agree does just that, and the token drawn is emitted in either case: it is distributed as p.
/// </para>
/// <para>
/// More than the distribution is kept. A row is sampled only when all tokens before it are those emitted, with the mask and
/// the penalties that follow from them, and it takes one number from the generation's own random numbers; a rejected draft's
/// rows are never sampled. The tokens are therefore the very ones of the same generation without drafts, as far as the logits
/// are: a batch of another shape rounds them otherwise.
/// </para>
/// </remarks>
internal ref struct DraftVerifier(ReadOnlySpan<int> draft)
{
    private readonly ReadOnlySpan<int> _draft = draft;

    /// <summary>Tokens of the draft that were confirmed: their cells in the KV cache hold.</summary>
    public int Accepted { get; private set; }

    /// <summary>
    /// Takes the token sampled from the row numbered <see cref="Accepted"/>. True when it confirms the draft, so that the
    /// next row may be sampled. After false, or when the generation ends for another reason, the cells of the draft's
    /// tokens past <see cref="Accepted"/> are to be removed.
    /// </summary>
    public bool Confirms(int sampled)
    {
        if (Accepted < _draft.Length && _draft[Accepted] == sampled)
        {
            Accepted++;
            return true;
        }

        return false;
    }
}
