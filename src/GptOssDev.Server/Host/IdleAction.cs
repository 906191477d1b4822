namespace GptOssDev.Server.Host;

/// <summary>Something to do once when an idle time has passed, and again only after it was interrupted.</summary>
/// <param name="Name">For the log.</param>
/// <param name="After">The idle time.</param>
/// <param name="Idle">How long the daemon has been idle in the sense of this rule.</param>
internal sealed record IdleAction(
    string Name,
    TimeSpan After,
    Func<Activity, TimeSpan> Idle,
    Func<CancellationToken, Task> ActAsync
);
