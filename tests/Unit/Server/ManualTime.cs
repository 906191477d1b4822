namespace GptOssDev.Tests.Unit.Server;

/// <summary>A clock that only moves when told.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + now;

    public void Advance(TimeSpan by) => now += by;
}
