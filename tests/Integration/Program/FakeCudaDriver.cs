using System.Diagnostics;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Shared libraries in the place of NVIDIA's, compiled for a test. Skips the test where there is no C compiler.</summary>
internal static class FakeCudaDriver
{
    private const string Driver = """
        #include <stdlib.h>
        #include <string.h>
        int cuInit(unsigned flags) { @INIT@ return 0; }
        int cuDriverGetVersion(int *version) { *version = 12040; return 0; }
        int cuDeviceGetCount(int *count) { *count = 1; return 0; }
        int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return 0; }
        int cuDeviceGetName(char *name, int bytes, int device) { strncpy(name, "Test GPU", bytes); return 0; }
        """;

    /// <summary>A driver for CUDA 12.4 with one device, in a folder to put on the search path of libraries.</summary>
    /// <param name="init">Statements to run when it is initialized.</param>
    public static Task WriteDriverAsync(string folder, string init = "") =>
        CompileAsync(folder, "libcuda.so.1", Driver.Replace("@INIT@", init, StringComparison.Ordinal));

    /// <summary>A library that imports another one, which is not on this machine.</summary>
    public static async Task<byte[]> LibraryThatNeedsAsync(string folder, string missing)
    {
        await CompileAsync(folder, missing, "int test_runtime(void) { return 0; }");
        await CompileAsync(
            folder,
            "importing.so",
            "int test_runtime(void); int test_call(void) { return test_runtime(); }",
            Path.Join(folder, missing)
        );
        File.Delete(Path.Join(folder, missing));
        return await File.ReadAllBytesAsync(Path.Join(folder, "importing.so"));
    }

    private static async Task CompileAsync(string folder, string name, string source, params string[] libraries)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/cc"), "there is no C compiler");
        Directory.CreateDirectory(folder);
        var file = Path.Join(folder, "source.c");
        await File.WriteAllTextAsync(file, source);
        string[] arguments =
        [
            "-shared",
            "-fPIC",
            $"-Wl,-soname,{name}",
            "-o",
            Path.Join(folder, name),
            file,
            .. libraries,
        ];
        using var process = Process.Start("/usr/bin/cc", arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
