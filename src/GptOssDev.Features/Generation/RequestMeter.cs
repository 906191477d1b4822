using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>Adds up the timings of one request from its first moment on. Used by one request, one thread at a time.</summary>
internal sealed class RequestMeter(TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private FeatureTimings sum = new(default, 0, 0, default, 0, default, default, default, default);

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Notes that a token came; only the first call counts.</summary>
    public void SawToken()
    {
        if (sum.FirstToken == TimeSpan.Zero)
        {
            sum = sum with { FirstToken = Elapsed };
        }
    }

    public void Add(GenerationStats stats) =>
        sum = sum with
        {
            Queue = sum.Queue + stats.Queued,
            PromptTokens = sum.PromptTokens + stats.PromptTokens,
            CachedTokens = sum.CachedTokens + stats.CachedTokens,
            Prefill = sum.Prefill + stats.Prefill,
            GeneratedTokens = sum.GeneratedTokens + stats.GeneratedTokens,
            Decode = sum.Decode + stats.Decode,
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
            sum = sum with { Verify = sum.Verify + time.GetElapsedTime(from) };
        }
    }

    public FeatureTimings Timings => sum with { Total = Elapsed };
}
