using System.Globalization;
using System.Runtime.InteropServices;

namespace GptOssDev.Tests.Bench;

/// <summary>The machine in words.</summary>
internal static class BenchmarkMachine
{
    public static string Describe()
    {
        var gibibytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Processor()}, {Environment.ProcessorCount} cores, {gibibytes:0} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}"
        );
    }

    private static string Processor()
    {
        const string Key = "model name";
        const string File = "/proc/cpuinfo";
        if (OperatingSystem.IsLinux() && System.IO.File.Exists(File))
        {
            var line = System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
            if (line?.Split(':', 2) is [_, var name])
            {
                return name.Trim();
            }
        }

        return RuntimeInformation.ProcessArchitecture.ToString();
    }
}
