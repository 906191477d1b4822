using System.Runtime.InteropServices;

namespace GptOssDev.Client.Backends;

/// <summary>The operating system and processor that native libraries are built for.</summary>
/// <param name="Rid">.NET's name of it, such as <c>linux-x64</c>.</param>
public sealed record BackendPlatform(string Rid)
{
    /// <summary>How package names end on the platforms that have GPU backends; null elsewhere.</summary>
    public string? GpuSuffix =>
        Rid switch
        {
            "linux-x64" => "Linux",
            "win-x64" => "Windows",
            _ => null,
        };

    /// <summary>The file name of a library.</summary>
    public string LibraryName(string stem) =>
        Rid.StartsWith("win-", StringComparison.Ordinal) ? stem + ".dll"
        : Rid.StartsWith("osx-", StringComparison.Ordinal) ? $"lib{stem}.dylib"
        : $"lib{stem}.so";

    /// <summary>The platform of this process.</summary>
    public static BackendPlatform Current()
    {
        var system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl"
            : "linux";
        return new($"{system}-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}");
    }
}
