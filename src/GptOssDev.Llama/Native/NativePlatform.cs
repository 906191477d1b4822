using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace GptOssDev.Llama.Native;

/// <summary>What the packages call one operating system and processor, and how its library files are named.</summary>
/// <param name="Rid">The name of its folder in the packages, such as <c>linux-x64</c>.</param>
/// <param name="Levels">
/// The folders of code for the CPU that this processor can run, best first. An empty name is the platform's own folder.
/// </param>
internal sealed record NativePlatform(string Rid, IReadOnlyList<string> Levels)
{
    /// <summary>Folders of code for a GPU, best first.</summary>
    internal static readonly IReadOnlyList<string> Accelerators = ["cuda12", "vulkan"];

    private static readonly List<string> _single = [""];

    /// <summary>The platform of this process, or null where no native package exists.</summary>
    internal static NativePlatform? Current()
    {
        var arch = RuntimeInformation.ProcessArchitecture;
        if (arch is not (Architecture.X64 or Architecture.Arm64))
        {
            return null;
        }

        var suffix = arch == Architecture.X64 ? "x64" : "arm64";
        if (OperatingSystem.IsMacOS())
        {
            // Rosetta 2 translates no AVX.
            return new($"osx-{suffix}", suffix == "x64" && !Avx.IsSupported ? ["rosetta2"] : _single);
        }

        var levels = arch == Architecture.X64 ? X64Levels() : _single;
        var isMusl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);
        return OperatingSystem.IsWindows() ? new($"win-{suffix}", levels)
            : !OperatingSystem.IsLinux() || (isMusl && arch == Architecture.Arm64) ? null
            : new(isMusl ? "linux-musl-x64" : $"linux-{suffix}", levels);
    }

    /// <summary>The file of a library, such as <c>libggml-base.so</c> for <c>ggml-base</c>.</summary>
    internal string FileName(string library) => Prefix + library + Extension;

    /// <summary>The library of a file, or null when the file is not a library.</summary>
    internal string? LibraryOf(string fileName) =>
        fileName.StartsWith(Prefix, StringComparison.Ordinal) && fileName.EndsWith(Extension, StringComparison.Ordinal)
            ? fileName[Prefix.Length..^Extension.Length]
            : null;

    private string Prefix => Rid.StartsWith("win", StringComparison.Ordinal) ? "" : "lib";

    private string Extension =>
        Rid.StartsWith("win", StringComparison.Ordinal) ? ".dll"
        : Rid.StartsWith("osx", StringComparison.Ordinal) ? ".dylib"
        : ".so";

    // The levels are named after one instruction set and compiled with more: all but noavx use FMA and BMI2.
    private static List<string> X64Levels()
    {
        var levels = new List<string> { "noavx" };
        if (Avx.IsSupported && Fma.IsSupported && Bmi2.X64.IsSupported)
        {
            levels.Insert(0, "avx");
            if (Avx2.IsSupported)
            {
                levels.Insert(0, "avx2");
                // Processors without VBMI lower their clock for 512-bit code.
                if (
                    Avx512F.VL.IsSupported
                    && Avx512BW.VL.IsSupported
                    && Avx512CD.VL.IsSupported
                    && Avx512DQ.VL.IsSupported
                    && Avx512Vbmi.IsSupported
                )
                {
                    levels.Insert(0, "avx512");
                }
            }
        }

        return levels;
    }
}
