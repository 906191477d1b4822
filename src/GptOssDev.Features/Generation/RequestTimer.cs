using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>
/// Adds up the timings of one request from its first moment on. Generations of the request may run side by side: any thread.
/// </summary>
internal sealed class RequestTimer(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time;
    private readonly long _started = time.GetTimestamp();
    private FeatureTimings _sum = FeatureTimings.None;

    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Notes that a token came; only the first call counts.</summary>
    public void SawToken() => Change(sum => sum.FirstToken == TimeSpan.Zero ? sum with { FirstToken = Elapsed } : sum);

    public void Add(GenerationStats stats) =>
        Change(sum =>
            sum with
            {
                Queue = sum.Queue + stats.Queued,
                PromptTokens = sum.PromptTokens + stats.PromptTokens,
                CachedTokens = sum.CachedTokens + stats.CachedTokens,
                Prefill = sum.Prefill + stats.Prefill,
                GeneratedTokens = sum.GeneratedTokens + stats.GeneratedTokens,
                Decode = sum.Decode + stats.Decode,
            }
        );

    /// <summary>Runs compiler work and counts its time, also when it fails.</summary>
    public async Task<T> VerifyAsync<T>(Func<Task<T>> work)
    {
        using var measured = MeasureVerify();
        return await work();
    }

    /// <summary>Counts the time until the result is disposed as compiler work.</summary>
    public IDisposable MeasureVerify() => new VerifyScope(this, _time.GetTimestamp());

    public FeatureTimings Timings
    {
        get
        {
            lock (_gate)
            {
                return _sum with { Total = Elapsed };
            }
        }
    }

    private void Change(Func<FeatureTimings, FeatureTimings> change)
    {
        lock (_gate)
        {
            _sum = change(_sum);
        }
    }

    private sealed class VerifyScope(RequestTimer timer, long from) : IDisposable
    {
        public void Dispose()
        {
            var spent = timer._time.GetElapsedTime(from);
            timer.Change(sum => sum with { Verify = sum.Verify + spent });
        }
    }
}
