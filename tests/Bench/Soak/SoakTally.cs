using System.Globalization;

namespace GptOssDev.Tests.Bench.Soak;

/// <summary>Counts requests by their end. Any thread.</summary>
internal sealed class SoakTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SoakOutcome, int> _counts = [];
    private string? _firstLost;

    public int Sent
    {
        get
        {
            lock (_gate)
            {
                return _counts.Values.Sum();
            }
        }
    }

    /// <param name="why">What went wrong; null where nothing did.</param>
    public void Add(SoakKind kind, SoakOutcome outcome, string? why = null)
    {
        lock (_gate)
        {
            _counts[outcome] = Unlocked(outcome) + 1;
            if (outcome == SoakOutcome.Lost)
            {
                _firstLost ??= $"{kind}: {why}";
            }
        }
    }

    public int Of(SoakOutcome outcome)
    {
        lock (_gate)
        {
            return Unlocked(outcome);
        }
    }

    /// <summary>All counts in one line, and what happened to the first request lost.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Unlocked(SoakOutcome.Complete)} complete, {Unlocked(SoakOutcome.Refused)} refused, {Unlocked(SoakOutcome.Cancelled)} cancelled, {Unlocked(SoakOutcome.ClientDied)} of clients that died, {Unlocked(SoakOutcome.Lost)} lost"
                ) + (_firstLost is null ? "" : $" (first: {_firstLost})");
        }
    }

    private int Unlocked(SoakOutcome outcome) => _counts.GetValueOrDefault(outcome);
}
