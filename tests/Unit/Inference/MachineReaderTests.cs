using GptOssDev.Inference.Machine;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class MachineReaderTests
{
    private const string SecondMount = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n";
    private readonly Dictionary<string, string> _files = [];

    [Theory]
    [InlineData("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [InlineData(" 2\n", new[] { 2 })]
    [InlineData("5-3", new int[0])]
    [InlineData("", new int[0])]
    [InlineData("a,-,1-x,99999999999,7", new[] { 7 })]
    public void CpuList_of_a_text_is_its_numbers(string text, int[] expected) =>
        Assert.Equal(expected, CpuList.Parse(text));

    [Fact]
    public void Cores_without_system_files_are_the_runtimes() => Assert.Equal(6, Reader(processors: 6).Cores());

    [Fact]
    public void Cores_of_an_affinity_are_those_allowed()
    {
        Allow("0,2-3");

        Assert.Equal(3, Reader().Cores());
    }

    [Fact]
    public void Cores_with_two_threads_each_count_once()
    {
        Allow("0-3");
        foreach (var cpu in Enumerable.Range(0, 4))
        {
            _files[$"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list"] = $"{cpu % 2},{cpu % 2 + 2}\n";
        }

        Assert.Equal(2, Reader().Cores());
    }

    [Theory]
    [InlineData("250000 100000", 2)]
    [InlineData("50000 100000", 1)]
    [InlineData("max 100000", 8)]
    [InlineData("nonsense", 8)]
    [InlineData("100000 0", 8)]
    public void Cores_under_a_quota_are_its_whole_ones(string quota, int expected)
    {
        _files["/proc/self/cgroup"] = "0::/\n";
        _files["/proc/self/mountinfo"] = SecondMount;
        _files["/sys/fs/cgroup/cpu.max"] = quota;

        Assert.Equal(expected, Reader().Cores());
    }

    [Fact]
    public void Cores_under_quotas_of_several_groups_are_those_of_the_tightest()
    {
        _files["/proc/self/cgroup"] = "0::/user.slice/a.scope\n";
        _files["/proc/self/mountinfo"] = SecondMount;
        _files["/sys/fs/cgroup/user.slice/a.scope/cpu.max"] = "max 100000";
        _files["/sys/fs/cgroup/user.slice/cpu.max"] = "300000 100000";
        _files["/sys/fs/cgroup/cpu.max"] = "500000 100000";

        Assert.Equal(3, Reader().Cores());
    }

    [Fact]
    public void Cores_under_a_quota_of_the_first_version_are_its_whole_ones()
    {
        _files["/proc/self/cgroup"] = "4:cpu,cpuacct:/docker/abc\n2:memory:/docker/abc\n";
        // The container sees its own group as the root of the mount.
        _files["/proc/self/mountinfo"] =
            "33 32 0:28 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n";
        _files["/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us"] = "400000\n";
        _files["/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us"] = "100000\n";

        Assert.Equal(4, Reader().Cores());
    }

    [Fact]
    public void Cores_without_a_quota_of_the_first_version_are_all()
    {
        _files["/proc/self/cgroup"] = "4:cpu:/\n";
        _files["/proc/self/mountinfo"] = "33 32 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n";
        _files["/sys/fs/cgroup/cpu/cpu.cfs_quota_us"] = "-1\n";
        _files["/sys/fs/cgroup/cpu/cpu.cfs_period_us"] = "100000\n";

        Assert.Equal(8, Reader().Cores());
    }

    [Fact]
    public void Memory_without_a_limit_is_what_the_machine_has_available()
    {
        _files["/proc/meminfo"] = "MemTotal:       24684084 kB\nMemAvailable:       2048 kB\n";

        Assert.Equal(new HostMemory(2048 * 1024, IsGroupLimit: false), Reader().Memory());
    }

    [Fact]
    public void Memory_without_system_files_is_the_runtimes() =>
        Assert.Equal(new HostMemory(1L << 40, IsGroupLimit: false), Reader().Memory());

    [Fact]
    public void Memory_under_a_limit_is_what_is_left_of_it_and_cached_files()
    {
        _files["/proc/meminfo"] = "MemAvailable:   24000000 kB\n";
        _files["/proc/self/cgroup"] = "0::/box\n";
        _files["/proc/self/mountinfo"] = SecondMount;
        _files["/sys/fs/cgroup/box/memory.max"] = "1000000\n";
        _files["/sys/fs/cgroup/box/memory.current"] = "700000\n";
        _files["/sys/fs/cgroup/box/memory.stat"] = "anon 500000\ninactive_file 120000\nactive_file 30000\n";
        _files["/sys/fs/cgroup/memory.max"] = "max\n";

        Assert.Equal(new HostMemory(450_000, IsGroupLimit: true), Reader().Memory());
    }

    [Fact]
    public void Memory_under_a_limit_of_the_first_version_is_what_is_left()
    {
        _files["/proc/self/cgroup"] = "2:memory:/box\n";
        _files["/proc/self/mountinfo"] = "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";
        _files["/sys/fs/cgroup/memory/box/memory.limit_in_bytes"] = "1000000\n";
        _files["/sys/fs/cgroup/memory/box/memory.usage_in_bytes"] = "400000\n";
        // Without a limit the first version writes the largest number of pages.
        _files["/sys/fs/cgroup/memory/memory.limit_in_bytes"] = "9223372036854771712\n";

        Assert.Equal(new HostMemory(600_000, IsGroupLimit: true), Reader().Memory());
    }

    [Fact]
    public void Machine_of_this_process_has_a_core_and_memory()
    {
        Assert.InRange(MachineInfoReader.Current.Cores(), 1, Environment.ProcessorCount);
        Assert.True(MachineInfoReader.Current.Memory().FreeBytes > 0);
    }

    private void Allow(string cpus) =>
        _files["/proc/self/status"] = $"Name:\tx\nCpus_allowed:\tff\nCpus_allowed_list:\t{cpus}\n";

    private MachineInfoReader Reader(int processors = 8) =>
        new(path => _files.GetValueOrDefault(path), processors, memory: 1L << 40);
}
