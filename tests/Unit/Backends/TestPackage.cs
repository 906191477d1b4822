using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace GptOssDev.Tests.Unit.Backends;

/// <summary>Makes NuGet packages of small files in the place of native libraries.</summary>
internal sealed class TestPackage
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>A package as LLamaSharp publishes it for a GPU, for Linux on x64.</summary>
    public static TestPackage Gpu(string id, string version, string backend = "cuda12", string rid = "linux-x64")
    {
        var package = new TestPackage().With($"{id}.nuspec", Nuspec(id, version));
        foreach (var library in (string[])["llama", "ggml", "ggml-base", "ggml-cuda"])
        {
            package.With($"LLamaSharpRuntimes/{rid}/native/{backend}/lib{library}.so", $"{library} of {version}");
        }

        return package;
    }

    public static string Nuspec(string id, string version) =>
        $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>test</authors>
                <description>Made by a test.</description>
              </metadata>
            </package>
            """;

    public TestPackage With(string path, string content) => With(path, Encoding.UTF8.GetBytes(content));

    public TestPackage With(string path, byte[] content)
    {
        _files[path] = content;
        return this;
    }

    public TestPackage Without(string path)
    {
        _files.Remove(path);
        return this;
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in _files)
            {
                using var entry = archive.CreateEntry(path).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Writes the package as a restore leaves it, with its hash beside it.</summary>
    public string WriteRestored(string folder, string name = "package.nupkg", Func<byte[], byte[]>? change = null)
    {
        var bytes = ToBytes();
        bytes = change?.Invoke(bytes) ?? bytes;
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        File.WriteAllText(path + ".sha512", Convert.ToBase64String(SHA512.HashData(bytes)));
        return path;
    }
}
