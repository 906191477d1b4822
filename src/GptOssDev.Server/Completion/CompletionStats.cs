using GptOssDev.Contracts;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Sessions;
using GptOssDev.Features.Generation;
using GptOssDev.Server.Stats;

namespace GptOssDev.Server.Completion;

/// <summary>What is counted of suggestions. Any thread.</summary>
internal sealed class CompletionStats(StatsStore store)
{
    private const string Shown = "shown";
    private const string LanguageShown = "shown.";
    private const string LanguageAccepted = "accepted.";

    /// <summary>A request of an editor was answered.</summary>
    /// <param name="stale">The document had changed, so the answer was dropped.</param>
    public void Answered(string path, InlineCompletionOutcome answer, bool stale, TimeSpan took)
    {
        var source = answer.Source switch
        {
            SuggestionSource.Cache => "cache",
            SuggestionSource.Joined => "joined",
            _ => "model",
        };
        var asked = answer.Source == SuggestionSource.Model && answer.Outcome.AskedModel;
        store.Count(data =>
        {
            data.Add("source." + source, 1);
            data.Add("stale", stale ? 1 : 0);
            Count(data, path, answer.Outcome, isShown: !stale && answer.Outcome.Items.Count > 0, asked);
            // Where nothing may be suggested no model is asked: that says nothing about its speed.
            if (asked || answer.Source != SuggestionSource.Model)
            {
                data.AddLatency(source, took.TotalMilliseconds);
            }
        });
    }

    /// <summary>A request of a program was answered.</summary>
    public void Completed(string path, CompletionOutcome outcome, TimeSpan took) =>
        store.Count(data =>
        {
            Count(data, path, outcome, outcome.Items.Count > 0, outcome.AskedModel);
            data.AddLatency("complete", took.TotalMilliseconds);
        });

    /// <param name="characters">How many were taken by this.</param>
    public void Accepted(string path, bool whole, int characters) =>
        store.Count(data =>
        {
            data.Add(whole ? "accepted" : "partlyAccepted", 1);
            data.Add("acceptedCharacters", characters);
            data.Add(LanguageAccepted + Language(path), whole ? 1 : 0);
        });

    public void Rejected() => store.Count(data => data.Add("rejected", 1));

    /// <summary>Accepted text was looked for again.</summary>
    public void LookedAgain(bool kept) => store.Count(data => data.Add(kept ? "kept" : "gone", 1));

    public StatsResult Result()
    {
        var all = store.Read();
        return new StatsResult(
            all.Since,
            store.File,
            new SuggestionStats(
                all["requested"],
                all[Shown],
                all["source.cache"],
                all["source.joined"],
                all["modelCalls"],
                all["stale"],
                all["accepted"],
                all["partlyAccepted"],
                all["rejected"],
                all["kept"],
                all["gone"],
                all["acceptedCharacters"]
            ),
            new VerdictStats(
                all["verdict.accepted"],
                all["verdict.inconclusive"],
                all["verdict.unverified"],
                all["verdict.rejected"]
            ),
            new TokenStats(all["tokens.prompt"], all["tokens.cached"], all["tokens.generated"]),
            [.. all.Latencies.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => Latency(l.Key, l.Value))],
            Languages(all)
        );
    }

    private static void Count(StatsData data, string path, CompletionOutcome outcome, bool isShown, bool asked)
    {
        data.Add("requested", 1);
        if (isShown)
        {
            data.Add(Shown, 1);
            data.Add(LanguageShown + Language(path), 1);
            data.Add("verdict." + CompletionConversions.VerdictWord(outcome.Items[0].Verdict), 1);
        }
        if (!asked)
        {
            return;
        }
        data.Add("modelCalls", 1);
        data.Add("verdict.rejected", outcome.Rejected);
        data.Add("tokens.prompt", outcome.Timings.PromptTokens);
        data.Add("tokens.cached", outcome.Timings.CachedTokens);
        data.Add("tokens.generated", outcome.Timings.GeneratedTokens);
    }

    private static List<LanguageStats> Languages(StatsData all) =>
        [
            .. all
                .Counters.Keys.Where(k => k.StartsWith(LanguageShown, StringComparison.Ordinal))
                .Select(k => k[LanguageShown.Length..])
                .Select(name => new LanguageStats(name, all[LanguageShown + name], all[LanguageAccepted + name]))
                .OrderByDescending(l => l.Shown)
                .ThenBy(l => l.Language, StringComparer.Ordinal),
        ];

    private static LatencyStats Latency(string of, List<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return new LatencyStats(of, sorted.Length, At(50), At(90), At(95), At(99));

        double At(int percent) => Percentile.Of(sorted, percent);
    }

    private static string Language(string path) =>
        Path.GetExtension(path).TrimStart('.').ToLowerInvariant() is { Length: > 0 and <= 12 } known ? known : "other";
}
