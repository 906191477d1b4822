using System.Globalization;
using GptOssDev.Client;
using GptOssDev.Client.Settings;

namespace GptOssDev.Server.Host;

/// <summary>
/// The daemon's times, from the environment before the user's settings; here parts of a second count too. Pure; a value that
/// is no number counts as not set.
/// </summary>
/// <param name="IdleExit">How long without clients and requests until the daemon ends; null is never.</param>
/// <param name="IdleUnload">How long without requests until the model's memory is freed; null is never.</param>
internal sealed record DaemonSettings(TimeSpan? IdleExit, TimeSpan? IdleUnload)
{
    /// <summary><c>GPTOSS_IDLE_EXIT_SECONDS</c> and <c>GPTOSS_IDLE_UNLOAD_SECONDS</c>; zero is never.</summary>
    public static DaemonSettings Read(ClientEnvironment environment, ResolvedSettings settings) =>
        new(
            Time(environment, "GPTOSS_IDLE_EXIT_SECONDS", settings.IdleExit),
            Time(environment, "GPTOSS_IDLE_UNLOAD_SECONDS", settings.IdleUnload)
        );

    private static TimeSpan? Time(ClientEnvironment environment, string variable, TimeSpan usual)
    {
        var isNumber = double.TryParse(
            environment.Read(variable),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var seconds
        );
        var isUsable = isNumber && seconds >= 0 && seconds <= TimeSpan.FromDays(365).TotalSeconds;
        var time = isUsable ? TimeSpan.FromSeconds(seconds) : usual;
        return time == TimeSpan.Zero ? null : time;
    }
}
