namespace GptOssDev.Client.Backends;

/// <summary>Asks the machine's GPU drivers what they support.</summary>
public interface IGpuDrivers
{
    /// <summary>Asks one driver. It may take seconds; a failure is an answer, not an exception.</summary>
    DriverAnswer Ask(GpuDriver driver);
}
