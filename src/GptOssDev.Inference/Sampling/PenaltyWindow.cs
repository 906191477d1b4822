namespace GptOssDev.Inference.Sampling;

/// <summary>
/// The last tokens of one generation, prompt and answer together, and what their repetition costs. Memory and time are
/// bounded by the window. Used by the engine's thread alone.
/// </summary>
/// <remarks>
/// First the repetition penalty of Keskar et al. (CTRL, 2019), once however often the token was seen, then OpenAI's
/// frequency and presence penalties.
/// </remarks>
internal sealed class PenaltyWindow
{
    private readonly int _length;
    private readonly float _repetition;
    private readonly float _frequency;
    private readonly float _presence;
    private readonly Queue<int> _tokens = new();
    private readonly Dictionary<int, int> _counts = [];

    private PenaltyWindow(SamplingOptions options)
    {
        _length = options.PenaltyWindow;
        _repetition = (float)options.RepetitionPenalty;
        _frequency = (float)options.FrequencyPenalty;
        _presence = (float)options.PresencePenalty;
    }

    /// <summary>Null when nothing would be penalised.</summary>
    public static PenaltyWindow? For(SamplingOptions options) =>
        options.PenaltyWindow > 0
        && (options.RepetitionPenalty != 1 || options.FrequencyPenalty != 0 || options.PresencePenalty != 0)
            ? new PenaltyWindow(options)
            : null;

    public void Add(ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens[Math.Max(0, tokens.Length - _length)..])
        {
            Add(token);
        }
    }

    public void Add(int token)
    {
        if (_tokens.Count == _length)
        {
            Forget(_tokens.Dequeue());
        }

        _tokens.Enqueue(token);
        _counts[token] = _counts.GetValueOrDefault(token) + 1;
    }

    public void Apply(in LogitsRow row)
    {
        var values = row.Values;
        foreach (var (token, count) in _counts)
        {
            var position = row.PositionOf(token);
            if (position >= 0)
            {
                var logit = values[position];
                logit = logit > 0 ? logit / _repetition : logit * _repetition;
                values[position] = logit - (count * _frequency) - _presence;
            }
        }
    }

    private void Forget(int token)
    {
        var count = _counts[token];
        if (count == 1)
        {
            _counts.Remove(token);
        }
        else
        {
            _counts[token] = count - 1;
        }
    }
}
