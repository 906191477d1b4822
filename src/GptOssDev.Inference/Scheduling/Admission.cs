namespace GptOssDev.Inference.Scheduling;

/// <summary>
/// Decides which waiting request gets a sequence next. Pure. A request reserves the cells of its whole prompt and of the
/// longest answer it may give, so that a running sequence never runs out of cells.
/// </summary>
internal static class Admission
{
    /// <param name="waiting">Requests without a sequence.</param>
    /// <param name="reserved">Cells reserved by the running sequences.</param>
    /// <param name="sequencesFree">Sequences that no request holds.</param>
    /// <returns>Index in <paramref name="waiting"/>, or null when none can start now.</returns>
    public static int? Next(
        IReadOnlyList<WaitingRequest> waiting,
        SchedulerLimits limits,
        int reserved,
        int sequencesFree
    )
    {
        if (sequencesFree == 0 || waiting.Count == 0)
        {
            return null;
        }

        var best = 0;
        for (var i = 1; i < waiting.Count; i++)
        {
            if (
                (waiting[i].Priority, waiting[i].Arrival).CompareTo((waiting[best].Priority, waiting[best].Arrival)) < 0
            )
            {
                best = i;
            }
        }

        var keystroke = waiting[best].Priority == RequestPriority.Keystroke;
        var room = limits.ContextTokens - reserved - (keystroke ? 0 : limits.KeystrokeReserve);
        // One sequence stays free for a keystroke, and a request larger than the shared part may have it all when alone.
        var sequenceLeft = keystroke || sequencesFree > 1 || reserved == 0;
        return sequenceLeft && (waiting[best].Cells <= room || reserved == 0) ? best : null;
    }
}

/// <param name="Cells">Prompt tokens plus the bound on the answer, at most the context.</param>
internal readonly record struct WaitingRequest(RequestPriority Priority, long Arrival, int Cells);
