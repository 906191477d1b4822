namespace GptOssDev.Features.Generation;

/// <summary>Percentiles by the nearest rank. Pure.</summary>
public static class Percentile
{
    /// <param name="sorted">Ascending.</param>
    /// <returns>0 for no values.</returns>
    public static double Of(IReadOnlyList<double> sorted, int percent)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        return sorted.Count == 0
            ? 0
            : sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100.0) - 1, 0, sorted.Count - 1)];
    }
}
