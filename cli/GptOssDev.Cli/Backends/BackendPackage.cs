using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using GptOssDev.Client.Backends;

namespace GptOssDev.Cli.Backends;

/// <summary>
/// A fetched package file: checked to be the one that was asked for and to hold libraries for a platform, then unpacked. Its
/// names and sizes are not trusted. Throws a <see cref="CliException"/> for a package that cannot be used.
/// </summary>
internal sealed class BackendPackage : IDisposable
{
    private const int MaxNuspecBytes = 1 << 20;
    private const int MaxFiles = 1000;
    private const long MaxBytes = 16L << 30;
    private static readonly string[] _roots = ["LLamaSharpRuntimes", "runtimes"];

    private readonly string _id;
    private readonly string _version;
    private readonly ZipArchive _archive;

    private BackendPackage(string id, string version, ZipArchive archive)
    {
        _id = id;
        _version = version;
        _archive = archive;
    }

    /// <summary>Opens a package and checks its hash, name and version.</summary>
    /// <param name="path">Beside it lies the hash that NuGet wrote when it fetched the package.</param>
    public static BackendPackage Open(string path, string id, string version)
    {
        var package = new BackendPackage(id, version, OpenArchive(path, id, version));
        try
        {
            package.CheckHash(path);
            package.CheckNuspec();
            return package;
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    public void Dispose() => _archive.Dispose();

    /// <summary>Writes the platform's libraries and the manifest into a new folder.</summary>
    public BackendManifest Unpack(
        Backend backend,
        BackendPlatform platform,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var entries = Natives(platform);
        CheckNatives(backend, platform, entries.Select(one => one.Path).ToList());
        var total = entries.Sum(one => one.Entry.Length);
        if (entries.Count > MaxFiles || total > MaxBytes)
        {
            throw Damaged($"it holds {entries.Count} files of {total} bytes");
        }

        var files = new List<BackendFile>();
        foreach (var (path, entry) in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            files.Add(Extract(entry, path, folder));
        }

        var manifest = new BackendManifest(backend.Name, _id, _version, platform.Rid, files);
        using var stream = new FileStream(Path.Join(folder, BackendManifest.FileName), FileMode.CreateNew);
        stream.Write(manifest.ToJson());
        stream.Flush(flushToDisk: true);
        return manifest;
    }

    private static ZipArchive OpenArchive(string path, string id, string version)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException problem)
        {
            throw CliException.Environment(
                $"the package file of {id} {version} is damaged: {problem.Message}",
                problem
            );
        }
    }

    private void CheckHash(string path)
    {
        var recorded = path + ".sha512";
        using var stream = File.OpenRead(path);
        var hash = Convert.ToBase64String(SHA512.HashData(stream));
        if (!File.Exists(recorded) || File.ReadAllText(recorded).Trim() != hash)
        {
            throw Damaged("its bytes are not those that NuGet fetched");
        }
    }

    private void CheckNuspec()
    {
        var entry =
            _archive.Entries.FirstOrDefault(one =>
                one.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !one.FullName.Contains('/')
            ) ?? throw Damaged("it has no nuspec");
        if (entry.Length > MaxNuspecBytes)
        {
            throw Damaged("its nuspec is too large");
        }

        string? id;
        string? version;
        try
        {
            using var stream = entry.Open();
            using var reader = XmlReader.Create(
                stream,
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }
            );
            var metadata = XDocument
                .Load(reader)
                .Root?.Elements()
                .FirstOrDefault(one => one.Name.LocalName == "metadata");
            id = metadata?.Elements().FirstOrDefault(one => one.Name.LocalName == "id")?.Value.Trim();
            version = metadata?.Elements().FirstOrDefault(one => one.Name.LocalName == "version")?.Value.Trim();
        }
        catch (Exception problem) when (problem is XmlException or InvalidDataException)
        {
            throw Damaged($"its nuspec cannot be read: {problem.Message}");
        }

        if (!string.Equals(id, _id, StringComparison.OrdinalIgnoreCase) || version != _version)
        {
            throw Damaged($"its nuspec is of {id} {version}");
        }
    }

    private List<(string Path, ZipArchiveEntry Entry)> Natives(BackendPlatform platform)
    {
        var found = new List<(string Path, ZipArchiveEntry Entry)>();
        foreach (var entry in _archive.Entries)
        {
            var root = _roots
                .Select(one => $"{one}/{platform.Rid}/native/")
                .FirstOrDefault(one => entry.FullName.StartsWith(one, StringComparison.OrdinalIgnoreCase));
            if (root is null || entry.FullName.EndsWith('/'))
            {
                continue;
            }

            var relative = entry.FullName[root.Length..];
            // Images and sound.
            if (Path.GetFileName(relative) == platform.LibraryName("mtmd"))
            {
                continue;
            }

            if (relative.Split('/').Any(part => part is "" or "." or "..") || relative.AsSpan().ContainsAny('\\', ':'))
            {
                throw Damaged($"it holds a file named '{entry.FullName}'");
            }

            found.Add(($"native/{relative}", entry));
        }

        return found;
    }

    private void CheckNatives(Backend backend, BackendPlatform platform, List<string> paths)
    {
        var folder = backend.Driver == GpuDriver.None ? "native/" : $"native/{backend.Name}/";
        foreach (var stem in (string[])["llama", "ggml", "ggml-base"])
        {
            var name = platform.LibraryName(stem);
            if (
                !paths.Exists(path =>
                    path.StartsWith(folder, StringComparison.Ordinal) && Path.GetFileName(path) == name
                )
            )
            {
                throw CliException.Environment(
                    $"{_id} {_version} holds no {name} for {platform.Rid}: {backend.Name} cannot run here; the CPU is used"
                );
            }
        }
    }

    private BackendFile Extract(ZipArchiveEntry entry, string path, string folder)
    {
        var target = Path.Join(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(target, FileMode.CreateNew);
        var buffer = new byte[1 << 20];
        try
        {
            using var content = entry.Open();
            int read;
            while ((read = content.Read(buffer)) > 0 && file.Length <= entry.Length)
            {
                hash.AppendData(buffer, 0, read);
                file.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException problem)
        {
            throw Damaged($"{path} cannot be unpacked: {problem.Message}");
        }

        if (file.Length != entry.Length)
        {
            throw Damaged($"{path} has {file.Length} bytes instead of {entry.Length}");
        }

        file.Flush(flushToDisk: true);
        return new BackendFile(path, file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private CliException Damaged(string why) =>
        CliException.Environment(
            $"the package file of {_id} {_version} is damaged: {why}; put a whole one on the source, or name another with --source"
        );
}
