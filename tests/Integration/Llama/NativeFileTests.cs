using GptOssDev.Llama;
using GptOssDev.Llama.Native;
using Xunit;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>Damaged copies of the real native libraries: each gets one line that says what fixes it.</summary>
public sealed class NativeFileTests(NativeFixture native) : IDisposable
{
    private static readonly NativePlatform _platform = NativePlatform.Current()!;

    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-damaged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Truncated_file_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other loaders refuse a truncated file themselves");
        var path = Copy("ggml-base", bytes => bytes.AsSpan(0, bytes.Length - 1000).ToArray());

        var e = Refused(() => NativeFile.Load(path), LlamaFailure.LibraryUnusable);

        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("truncated", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_not_a_library_is_named()
    {
        var path = Copy("ggml-base", _ => "not a library"u8.ToArray());

        var e = Refused(() => NativeFile.Load(path), LlamaFailure.LibraryUnusable);

        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_library_of_the_system_is_named_with_what_installs_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the loader names what is missing on Linux only");
        var path = Copy("ggml-base", bytes => Replaced(bytes, "libgomp.so.1"u8, "libgomp.so.9"u8));

        var e = Refused(() => NativeFile.Load(path), LlamaFailure.LibraryUnusable);

        Assert.Contains("libgomp.so.9 is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libgomp1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_release_is_refused_with_both_names()
    {
        var path = Copy("ggml-base", bytes => Replaced(bytes, "815a2a591"u8, "123456789"u8));
        var library = NativeFile.Load(path);

        var e = Refused(() => NativeRelease.Check(library, _folder), LlamaFailure.LibraryMismatch);

        Assert.Contains("123456789", e.Message, StringComparison.Ordinal);
        Assert.Contains(LlamaLibrary.Release, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backend_that_cannot_be_used_leaves_the_programs_own_and_a_notice()
    {
        foreach (var library in new[] { "llama", "ggml", "ggml-base", "ggml-cuda" })
        {
            Copy(library == "ggml-cuda" ? "ggml" : library, bytes => bytes);
        }

        var cuda = Path.Combine(_folder, _platform.FileName("ggml-cuda"));
        File.WriteAllText(cuda, "not a library");

        var opened = LoadedNatives.Open(Locator());

        Assert.Equal(native.Library.Directory, opened.Location.Directory);
        Assert.NotNull(opened.Notice);
        Assert.Contains(cuda, opened.Notice, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', opened.Notice);
    }

    [Fact]
    public void Backend_without_code_for_the_cpu_takes_the_programs_own()
    {
        foreach (var library in new[] { "llama", "ggml", "ggml-base" })
        {
            Copy(library, bytes => bytes);
        }

        var opened = LoadedNatives.Open(Locator());

        Assert.Equal((_folder, null), (opened.Location.Directory, opened.Notice));
        Assert.Contains(
            Path.Combine(native.Library.Directory, _platform.FileName("ggml-cpu")),
            opened.Location.Dependencies
        );
    }

    private NativeLibraryLocator Locator() =>
        new(
            new LlamaLibraryOptions
            {
                Environment = _ => null,
                BackendRoot = Path.GetDirectoryName(_folder),
                Accelerator = Path.GetFileName(_folder),
            },
            _platform
        );

    private string Copy(string library, Func<byte[], byte[]> change)
    {
        var name = _platform.FileName(library);
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, change(File.ReadAllBytes(Path.Combine(native.Library.Directory, name))));
        return path;
    }

    private static byte[] Replaced(byte[] bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        var at = bytes.AsSpan().IndexOf(old);
        Assert.True(at > 0);
        replacement.CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private static LlamaException Refused(Action act, LlamaFailure reason)
    {
        var e = Assert.Throws<LlamaException>(act);
        Assert.Equal(reason, e.Reason);
        Assert.DoesNotContain('\n', e.Message);
        return e;
    }
}
