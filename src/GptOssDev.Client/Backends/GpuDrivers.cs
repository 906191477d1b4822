namespace GptOssDev.Client.Backends;

/// <summary>
/// The drivers of this machine. Each is asked once, on a thread of its own with a time limit, because a driver can hang; a
/// thread that hangs is abandoned and does not keep the process alive. Thread-safe.
/// </summary>
/// <param name="timeLimit">A driver that has to start its devices first takes seconds.</param>
public sealed class GpuDrivers(TimeSpan timeLimit) : IGpuDrivers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GpuDriver, DriverAnswer> _answers = [];

    public GpuDrivers()
        : this(TimeSpan.FromSeconds(20)) { }

    public DriverAnswer Ask(GpuDriver driver)
    {
        lock (_gate)
        {
            if (!_answers.TryGetValue(driver, out var answer))
            {
                answer = AskInTime(driver == GpuDriver.Cuda ? CudaDriver.Ask : VulkanDriver.Ask);
                _answers[driver] = answer;
            }

            return answer;
        }
    }

    /// <summary>The answer, or <see cref="DriverState.Silent"/> when the time is up.</summary>
    internal DriverAnswer AskInTime(Func<DriverAnswer> question)
    {
        DriverAnswer? answer = null;
        var thread = new Thread(() => Volatile.Write(ref answer, Ask(question)))
        {
            IsBackground = true,
            Name = "GPU driver",
        };
        thread.Start();
        thread.Join(timeLimit);
        return Volatile.Read(ref answer) ?? new(DriverState.Silent, 0, [], "");
    }

    private static DriverAnswer Ask(Func<DriverAnswer> question)
    {
        try
        {
            return question();
        }
#pragma warning disable CA1031 // Nothing catches it on this thread, and the process would end.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            return new(DriverState.Failed, 0, [], problem.Message);
        }
    }
}
