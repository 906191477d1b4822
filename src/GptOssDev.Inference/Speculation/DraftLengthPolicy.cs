namespace GptOssDev.Inference.Speculation;

/// <summary>
/// Chooses how many tokens of a draft one sequence has verified in the next step, from how its drafts fared and from what a
/// step of more tokens costs on this machine. Deterministic. One per sequence; used by the engine's thread alone.
/// </summary>
/// <remarks>
/// If each drafted token holds with probability a, a draft of k tokens yields 1 + a + ... + a^k tokens (Leviathan et al.,
/// 2023, equation 1). The length with the most tokens for the time is taken, those of the other sequences in the step
/// counted, because a longer step is paid by all of them; 0 when nothing beats a step without a draft. The probability is a
/// moving average, kept apart for weak and strong matches, since they fare differently; it begins at Laplace's rule of
/// succession, by which one more token holds with probability (n + 1) / (n + 2) after n that did. Where it has fallen so low
/// that drafts stop, nothing would be learned any more: a strong match is then tried with a short draft now and then, ever
/// more rarely while that fails, and never where even a perfect draft would not pay.
/// </remarks>
internal sealed class DraftLengthPolicy
{
    private const double Rate = 1.0 / 8;
    private const int FirstProbe = 16;
    private const int RarestProbe = 256;
    private const int ProbeLength = 2;
    private static readonly int[] _leastEvidence = [0, 4, 16];
    private readonly double[] _acceptance = [.. _leastEvidence.Select(n => (n + 1.0) / (n + 2))];
    private int _probeInterval = FirstProbe;
    private int _declined;
    private bool _isProbing;

    /// <param name="evidence">Tokens that agreed before the draft, <see cref="PromptDraft.Evidence"/>.</param>
    /// <param name="available">Tokens of the draft, and room for them in the step and in the answer.</param>
    /// <param name="others">Tokens that the step carries for other sequences.</param>
    /// <param name="cost">Time of a step with this many tokens, in any unit.</param>
    public int Choose(int evidence, int available, int others, Func<int, double> cost)
    {
        if (available <= 0)
        {
            return 0;
        }

        var level = LevelOf(evidence);
        var chosen = Best(_acceptance[level], available, others, cost);
        _isProbing =
            chosen == 0
            && ++_declined >= _probeInterval
            && level == _leastEvidence.Length - 1
            && Best(acceptance: 1, available, others, cost) > 0;
        return _isProbing ? Math.Min(ProbeLength, available) : chosen;
    }

    /// <summary>Learns from a draft that was verified.</summary>
    public void Verified(int evidence, int drafted, int accepted)
    {
        if (drafted == 0)
        {
            return;
        }

        var level = LevelOf(evidence);
        for (var i = 0; i < accepted; i++)
        {
            _acceptance[level] += Rate * (1 - _acceptance[level]);
        }

        // What follows the first rejected token was not tried.
        if (accepted < drafted)
        {
            _acceptance[level] -= Rate * _acceptance[level];
        }

        if (_isProbing)
        {
            _probeInterval = accepted == drafted ? FirstProbe : Math.Min(2 * _probeInterval, RarestProbe);
            _declined = 0;
            _isProbing = false;
        }
    }

    private static int Best(double acceptance, int available, int others, Func<int, double> cost)
    {
        var best = 0;
        var bestPace = (others + 1) / cost(others + 1);
        var expected = 1.0;
        var reaching = 1.0;
        for (var length = 1; length <= available; length++)
        {
            reaching *= acceptance;
            expected += reaching;
            var pace = (others + expected) / cost(others + 1 + length);
            if (pace > bestPace)
            {
                (best, bestPace) = (length, pace);
            }
        }

        return best;
    }

    private static int LevelOf(int evidence)
    {
        var level = _leastEvidence.Length - 1;
        while (evidence < _leastEvidence[level])
        {
            level--;
        }

        return level;
    }
}
