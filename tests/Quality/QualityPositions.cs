using System.Globalization;

namespace GptOssDev.Tests.Quality;

/// <summary>How many cursors are replayed: as many as <c>GPTOSS_QUALITY_POSITIONS</c> says, otherwise a few.</summary>
internal static class QualityPositions
{
    private const int Usual = 16;

    public static int Count { get; } =
        int.TryParse(
            Environment.GetEnvironmentVariable("GPTOSS_QUALITY_POSITIONS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var positions
        )
            ? positions
            : Usual;
}
