using System.Text.Json.Serialization;

namespace GptOssDev.Server.Stats;

/// <summary>The counters as they are kept: plain numbers by name, and the latest latencies by what they are of.</summary>
internal sealed record StatsData(
    DateTimeOffset Since,
    Dictionary<string, long> Counters,
    Dictionary<string, List<double>> Latencies
)
{
    private const int MaxCounters = 256;
    private const int MaxSeries = 16;
    private const int MaxSamples = 500;

    public static StatsData Empty(DateTimeOffset now) => new(now, [], []);

    public long this[string counter] => Counters.GetValueOrDefault(counter);

    [JsonIgnore]
    public bool IsEmpty => Counters.Count == 0 && Latencies.Count == 0;

    /// <summary>Adds to a counter. A new name beyond the bound is left out.</summary>
    public void Add(string counter, long amount)
    {
        if (amount != 0 && (Counters.ContainsKey(counter) || Counters.Count < MaxCounters))
        {
            Counters[counter] = this[counter] + amount;
        }
    }

    /// <summary>Adds a latency; only the latest are kept.</summary>
    public void AddLatency(string of, double milliseconds)
    {
        if (!Latencies.TryGetValue(of, out var samples))
        {
            if (Latencies.Count == MaxSeries)
            {
                return;
            }
            Latencies[of] = samples = [];
        }
        samples.Add(milliseconds);
        if (samples.Count > MaxSamples)
        {
            samples.RemoveRange(0, samples.Count - MaxSamples);
        }
    }

    public void Add(StatsData other)
    {
        foreach (var (counter, amount) in other.Counters)
        {
            Add(counter, amount);
        }
        foreach (var (of, samples) in other.Latencies)
        {
            foreach (var sample in samples)
            {
                AddLatency(of, sample);
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatsData))]
internal sealed partial class StatsJson : JsonSerializerContext;
