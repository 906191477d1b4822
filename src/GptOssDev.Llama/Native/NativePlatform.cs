using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>How one operating system and processor are called by the packages, and how its libraries end.</summary>
internal sealed record NativePlatform(string Package, string Rid, string Extension)
{
    private static readonly string[] _acceleratedVariants = ["-cuda", "-vulkan"];

    /// <summary>The platform of this process, or null where no native package exists.</summary>
    internal static NativePlatform? Current()
    {
        var arch = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            _ => null,
        };
        return arch is null ? null
            : OperatingSystem.IsLinux() ? Of("linux", arch)
            : OperatingSystem.IsWindows() ? Of("win", arch)
            : OperatingSystem.IsMacOS() ? Of("mac", arch)
            : null;
    }

    internal static NativePlatform Of(string os, string arch) =>
        os switch
        {
            "win" => new($"win-{arch}", $"win-{arch}", "dll"),
            "mac" => new(arch == "arm64" ? "mac-arm64-metal" : "mac-x64", $"osx-{arch}", "dylib"),
            _ => new($"linux-{arch}", $"linux-{arch}", "so"),
        };

    /// <summary>The names of a folder for this platform, the ones that use a GPU first.</summary>
    internal static IEnumerable<string> Variants(string name) =>
        _acceleratedVariants.Select(v => name + v).Append(name);
}
