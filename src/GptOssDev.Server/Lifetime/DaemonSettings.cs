using System.Globalization;
using GptOssDev.Client;

namespace GptOssDev.Server.Lifetime;

/// <summary>The daemon's times, from the environment. Pure over it; a value that is no number counts as not set.</summary>
/// <param name="IdleExit">How long without clients and requests until the daemon ends; null is never.</param>
/// <param name="IdleUnload">How long without requests until the model's memory is freed; null is never.</param>
internal sealed record DaemonSettings(TimeSpan? IdleExit, TimeSpan? IdleUnload)
{
    private static readonly TimeSpan UsualIdleExit = TimeSpan.FromHours(2);
    private static readonly TimeSpan UsualIdleUnload = TimeSpan.FromMinutes(15);

    /// <summary><c>GPTOSS_IDLE_EXIT_SECONDS</c> and <c>GPTOSS_IDLE_UNLOAD_SECONDS</c>; zero is never.</summary>
    public static DaemonSettings Read(ClientEnvironment environment) =>
        new(
            Time(environment, "GPTOSS_IDLE_EXIT_SECONDS", UsualIdleExit),
            Time(environment, "GPTOSS_IDLE_UNLOAD_SECONDS", UsualIdleUnload)
        );

    private static TimeSpan? Time(ClientEnvironment environment, string variable, TimeSpan usual)
    {
        bool isNumber = double.TryParse(
            environment.Read(variable),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out double seconds
        );
        if (!isNumber || !(seconds >= 0 && seconds <= TimeSpan.FromDays(365).TotalSeconds))
            return usual;
        return seconds == 0 ? null : TimeSpan.FromSeconds(seconds);
    }
}
