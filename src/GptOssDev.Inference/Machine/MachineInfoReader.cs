using System.Globalization;

namespace GptOssDev.Inference.Machine;

/// <summary>
/// Reads what this process may use of the machine: cores by affinity and by the control group's quota, memory by what is free
/// and by the control group's limit. A system that does not tell gives the runtime's figure. Any thread.
/// </summary>
/// <param name="read">Reads a small system file; null when it cannot be read.</param>
/// <param name="processors">Logical processors the runtime counts.</param>
/// <param name="memory">Memory the runtime takes for available.</param>
public sealed class MachineInfoReader(Func<string, string?> read, int processors, long memory)
{
    /// <summary>The machine this process runs on.</summary>
    public static MachineInfoReader Current { get; } =
        new(ReadFile, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>
    /// Threads that compute without waiting for each other: physical cores that the process may run on, no more than its
    /// quota's whole cores. Two threads on one core's halves, or more threads than the quota feeds, make all of them wait.
    /// </summary>
    public int Cores()
    {
        var allowed = Line("/proc/self/status", "Cpus_allowed_list:") is { } list ? CpuList.Parse(list) : [];
        var cores = allowed.Count == 0 ? processors : allowed.Select(CoreOf).Distinct(StringComparer.Ordinal).Count();
        return Math.Max(1, Math.Min(Math.Min(cores, processors), (int)Math.Min(Quota() ?? int.MaxValue, int.MaxValue)));
    }

    /// <summary>Memory that can be taken now without another process or this one being ended for it.</summary>
    public HostMemory Memory()
    {
        var free =
            Line("/proc/meminfo", "MemAvailable:") is { } text
            && long.TryParse(
                text.Replace("kB", "", StringComparison.Ordinal).Trim(),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var kibibytes
            )
                ? kibibytes * 1024
                : memory;
        return GroupMemory() is { } group && group < free
            ? new HostMemory(group, IsGroupLimit: true)
            : new HostMemory(free, IsGroupLimit: false);
    }

    private double? Quota()
    {
        var groups = Groups();
        var second = groups.Second.Select(folder =>
            read($"{folder}/cpu.max")?.Split(' ') is [var quota, var period] ? ControlGroups.Quota(quota, period) : null
        );
        var first = groups
            .First("cpu")
            .Select(folder =>
                ControlGroups.Quota(read($"{folder}/cpu.cfs_quota_us"), read($"{folder}/cpu.cfs_period_us"))
            );
        return second.Concat(first).Min();
    }

    private long? GroupMemory()
    {
        var groups = Groups();
        var second = groups.Second.Select(folder => Left(folder, "memory.max", "memory.current", ""));
        var first = groups
            .First("memory")
            .Select(folder => Left(folder, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_"));
        return second.Concat(first).Min();
    }

    // Cached files count as used, and are given up before anybody is ended.
    private long? Left(string folder, string limit, string used, string prefix)
    {
        if (ControlGroups.Bytes(read($"{folder}/{limit}")) is not { } most)
        {
            return null;
        }

        var stat = read($"{folder}/memory.stat");
        var cached =
            (ControlGroups.Field(stat, prefix + "inactive_file") ?? 0)
            + (ControlGroups.Field(stat, prefix + "active_file") ?? 0);
        return Math.Max(0, most - (ControlGroups.Bytes(read($"{folder}/{used}")) ?? 0) + cached);
    }

    private ControlGroups Groups() =>
        ControlGroups.Parse(read("/proc/self/cgroup") ?? "", read("/proc/self/mountinfo") ?? "");

    // The halves of one core name each other.
    private string CoreOf(int cpu) =>
        read($"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")?.Trim()
        ?? cpu.ToString(CultureInfo.InvariantCulture);

    private string? Line(string path, string name) =>
        read(path)
            ?.Split('\n')
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
            ?[name.Length..].Trim();

    private static string? ReadFile(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <param name="FreeBytes">What can be taken now.</param>
/// <param name="IsGroupLimit">Whether a container's limit binds, not the machine's memory.</param>
public readonly record struct HostMemory(long FreeBytes, bool IsGroupLimit);
