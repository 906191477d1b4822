using System.Globalization;

namespace GptOssDev.Inference.Machine;

/// <summary>Reads Linux's lists of processors such as <c>0-3,8</c>. Pure.</summary>
internal static class CpuList
{
    private const int MaxCpus = 1 << 16;

    /// <summary>The numbers in the list; what is no number is passed over.</summary>
    public static IReadOnlyList<int> Parse(string text)
    {
        var cpus = new SortedSet<int>();
        foreach (var part in text.Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (
                Number(dash < 0 ? part : part[..dash]) is not { } first
                || Number(dash < 0 ? part : part[(dash + 1)..]) is not { } last
            )
            {
                continue;
            }

            for (var cpu = first; cpu <= last; cpu++)
            {
                cpus.Add(cpu);
            }
        }

        return [.. cpus];
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < MaxCpus
            ? number
            : null;
}
