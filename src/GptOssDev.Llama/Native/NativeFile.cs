using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace GptOssDev.Llama.Native;

/// <summary>Loads one library file; a failure says what fixes it.</summary>
internal static partial class NativeFile
{
    /// <exception cref="LlamaException">The file is truncated, is not a library, or needs one that is not there.</exception>
    internal static nint Load(string path)
    {
        try
        {
            return ElfFile.IsWhole(path)
                ? NativeLibrary.Load(path)
                : throw new LlamaException(LlamaFailure.LibraryUnusable, $"'{path}' is truncated; install it again");
        }
        catch (Exception e)
            when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new LlamaException(LlamaFailure.LibraryUnusable, $"cannot load '{path}': {Explain(path, e)}", e);
        }
    }

    private static string Explain(string path, Exception failure)
    {
        if (MissingLibrary().Match(failure.Message) is { Success: true } match && match.Value != Path.GetFileName(path))
        {
            return $"{match.Value} is missing; {Remedy(match.Value)}";
        }

        // Windows does not name what is missing.
        const int ModuleNotFound = unchecked((int)0x8007007E);
        return failure.HResult == ModuleNotFound && File.Exists(path) && OperatingSystem.IsWindows()
            ? "a library that it needs is missing; install the Microsoft Visual C++ runtime (2015-2022)"
            : failure.Message.ReplaceLineEndings(" ").Trim();
    }

    private static string Remedy(string library) =>
        library switch
        {
            _ when library.StartsWith("libgomp", StringComparison.Ordinal) =>
                "install it (Debian and Ubuntu: apt-get install libgomp1; Fedora: dnf install libgomp; Alpine: apk add libgomp)",
            _ when library.StartsWith("libcuda.", StringComparison.Ordinal) => "install the NVIDIA driver",
            _ when library.StartsWith("libcud", StringComparison.Ordinal)
                    || library.StartsWith("libcublas", StringComparison.Ordinal) =>
                "install the libraries of the CUDA 12 runtime",
            _ when library.StartsWith("libvulkan", StringComparison.Ordinal) =>
                "install the Vulkan loader (Debian and Ubuntu: apt-get install libvulkan1)",
            _ => "install it",
        };

    [GeneratedRegex(
        @"\blib[\w+\-]+\.so[\w.]*(?=: cannot open shared object file)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex MissingLibrary();
}
