namespace GptOssDev.Features.Completion.Sessions;

/// <summary>
/// How long typing has to pause before a model is asked, from how long answers took of late: what is started and thrown away
/// costs more where answers are slow. Bounded in memory; any thread.
/// </summary>
internal sealed class AdaptiveDebounce
{
    private const int Remembered = 32;

    // A quarter of an answer is lost at most when typing goes on right after the pause.
    private const double Share = 0.25;
    private readonly Lock _gate = new();
    private readonly Queue<TimeSpan> _latencies = new();

    /// <summary>Notes how long an answer took from the moment the model was asked.</summary>
    public void Add(TimeSpan latency)
    {
        lock (_gate)
        {
            _latencies.Enqueue(latency);
            if (_latencies.Count > Remembered)
            {
                _latencies.Dequeue();
            }
        }
    }

    public TimeSpan For(CompletionPreset preset)
    {
        lock (_gate)
        {
            if (_latencies.Count == 0)
            {
                return preset.MinPause;
            }
            var median = _latencies.Order().ElementAt(_latencies.Count / 2);
            var pause = median * Share;
            return pause < preset.MinPause ? preset.MinPause
                : pause > preset.MaxPause ? preset.MaxPause
                : pause;
        }
    }
}
