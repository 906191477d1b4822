using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>Adds up the timings of one request from its first moment on. Used by one request, one thread at a time.</summary>
internal sealed class RequestMeter(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private FeatureTimings _sum = new(default, 0, 0, default, 0, default, default, default, default);

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>Notes that a token came; only the first call counts.</summary>
    public void SawToken()
    {
        if (_sum.FirstToken == TimeSpan.Zero)
        {
            _sum = _sum with { FirstToken = Elapsed };
        }
    }

    public void Add(GenerationStats stats) =>
        _sum = _sum with
        {
            Queue = _sum.Queue + stats.Queued,
            PromptTokens = _sum.PromptTokens + stats.PromptTokens,
            CachedTokens = _sum.CachedTokens + stats.CachedTokens,
            Prefill = _sum.Prefill + stats.Prefill,
            GeneratedTokens = _sum.GeneratedTokens + stats.GeneratedTokens,
            Decode = _sum.Decode + stats.Decode,
        };

    /// <summary>Runs compiler work and counts its time, also when it fails.</summary>
    public async Task<T> VerifyAsync<T>(Func<Task<T>> work)
    {
        var from = time.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            _sum = _sum with { Verify = _sum.Verify + time.GetElapsedTime(from) };
        }
    }

    public FeatureTimings Timings => _sum with { Total = Elapsed };
}
