using System.Globalization;

namespace GptOssDev.Tests.Bench;

/// <summary>The threads that everything measured computes with, references too.</summary>
internal static class Threads
{
    /// <summary><c>GPTOSS_THREADS</c>, or the cores of this process.</summary>
    public static int Count { get; } =
        int.TryParse(
            Environment.GetEnvironmentVariable("GPTOSS_THREADS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var threads
        )
        && threads > 0
            ? threads
            : Environment.ProcessorCount;
}
