namespace GptOssDev.Client.Backends;

/// <summary>The driver that a backend needs.</summary>
public enum GpuDriver
{
    None,
    Cuda,
    Vulkan,
}
