namespace GptOssDev.Llama;

/// <summary>What kind of device a backend offers, in the native numbering.</summary>
public enum LlamaDeviceKind
{
    Cpu = 0,
    Gpu = 1,
    IntegratedGpu = 2,
    Accelerator = 3,
    Meta = 4,
}

/// <summary>A device the loaded backends can compute on. Memory is in bytes as the backend reported it at load.</summary>
public sealed record LlamaDevice(
    string Name,
    string Description,
    LlamaDeviceKind Kind,
    long FreeBytes,
    long TotalBytes
);
