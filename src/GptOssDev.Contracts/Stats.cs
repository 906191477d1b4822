namespace GptOssDev.Contracts;

/// <summary>Counters of this user on this machine. They are kept in one local file and never sent anywhere.</summary>
/// <param name="Since">When counting began, UTC.</param>
/// <param name="File">Where they are kept.</param>
public sealed record StatsResult(
    DateTimeOffset Since,
    string File,
    SuggestionStats Suggestions,
    VerdictStats Verdicts,
    TokenStats Tokens,
    IReadOnlyList<LatencyStats> Latencies,
    IReadOnlyList<LanguageStats> Languages
);

/// <param name="Requested">Requests for a suggestion.</param>
/// <param name="Shown">Requests that had one.</param>
/// <param name="FromCache">Requests answered without a model: typing along a suggestion is.</param>
/// <param name="Joined">Requests answered by a generation that ran already.</param>
/// <param name="ModelCalls">Requests that a model was asked for.</param>
/// <param name="Stale">Answers dropped because the document had changed.</param>
/// <param name="Accepted">Suggestions taken whole.</param>
/// <param name="PartlyAccepted">Suggestions of which words or lines were taken.</param>
/// <param name="Rejected">Suggestions the user turned down.</param>
/// <param name="Kept">Accepted text that stood in the document unchanged half a minute later.</param>
/// <param name="Gone">Accepted text that did not.</param>
/// <param name="AcceptedCharacters">Characters accepted.</param>
public sealed record SuggestionStats(
    long Requested,
    long Shown,
    long FromCache,
    long Joined,
    long ModelCalls,
    long Stale,
    long Accepted,
    long PartlyAccepted,
    long Rejected,
    long Kept,
    long Gone,
    long AcceptedCharacters
);

/// <summary>What the compiler said: of the suggestions shown, and how many candidates it rejected.</summary>
public sealed record VerdictStats(long Accepted, long Inconclusive, long Unverified, long Rejected);

public sealed record TokenStats(long Prompt, long Cached, long Generated);

/// <summary>From the request to the answer, over the latest requests, in milliseconds.</summary>
/// <param name="Of"><c>model</c>, <c>joined</c>, <c>cache</c> or <c>complete</c>.</param>
public sealed record LatencyStats(string Of, int Count, double P50, double P90, double P95, double P99);

public sealed record LanguageStats(string Language, long Shown, long Accepted);
