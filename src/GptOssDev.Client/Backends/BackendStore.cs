using System.Security.Cryptography;

namespace GptOssDev.Client.Backends;

/// <summary>
/// The backends in the user's folder, as <c>NAME/VERSION/</c> with a manifest and the libraries. Reads only; a backend is
/// there in whole or not at all, because an installation ends with a rename. Thread-safe.
/// </summary>
/// <param name="root">The folder of all backends.</param>
/// <param name="version">The version that the program needs.</param>
public sealed class BackendStore(string root, string version, BackendPlatform platform)
{
    /// <summary>The variable that names a folder of libraries to use in place of every backend.</summary>
    public const string FolderVariable = "GPTOSS_LLAMA_DIR";

    internal const string NativeName = "native";

    public string Root => root;

    public string Version => version;

    public BackendPlatform Platform => platform;

    /// <summary>Where a backend of the needed version lies, or would lie.</summary>
    public string FolderOf(Backend backend) => Path.Join(root, backend.Name, version);

    /// <summary>The backend of the needed version, else of another one with that as its problem; null when there is none.</summary>
    public InstalledBackend? Find(Backend backend)
    {
        var folder = FolderOf(backend);
        if (Directory.Exists(folder))
        {
            var manifest = BackendManifest.Read(folder);
            return new(backend, version, folder, Bytes(manifest), Problem(backend, folder, manifest));
        }

        var others = Versions(backend);
        if (others.Count == 0)
        {
            return null;
        }

        var other = others[^1];
        var otherFolder = Path.Join(root, backend.Name, other);
        return new(
            backend,
            other,
            otherFolder,
            Bytes(BackendManifest.Read(otherFolder)),
            $"is version {other} and the program needs {version}"
        );
    }

    /// <summary>The versions of a backend that are there, whatever their state.</summary>
    public IReadOnlyList<string> Versions(Backend backend)
    {
        try
        {
            return
            [
                .. Directory
                    .EnumerateDirectories(Path.Join(root, backend.Name))
                    .Select(folder => Path.GetFileName(folder))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether every file has the bytes that were installed; reads all of them.</summary>
    public bool IsIntact(Backend backend, CancellationToken cancellationToken)
    {
        var folder = FolderOf(backend);
        var manifest = BackendManifest.Read(folder);
        if (Problem(backend, folder, manifest) is not null)
        {
            return false;
        }

        foreach (var file in manifest!.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var stream = File.OpenRead(Path.Join(folder, file.Path));
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != file.Sha256)
            {
                return false;
            }
        }

        return true;
    }

    private string? Problem(Backend backend, string folder, BackendManifest? manifest)
    {
        if (manifest is null)
        {
            return $"is damaged: its {BackendManifest.FileName} cannot be read";
        }

        if (manifest.Name != backend.Name || manifest.Version != version)
        {
            return $"is damaged: its {BackendManifest.FileName} is of {manifest.Name} {manifest.Version}";
        }

        if (manifest.Platform != platform.Rid)
        {
            return $"is built for {manifest.Platform} and this machine is {platform.Rid}";
        }

        foreach (var file in manifest.Files)
        {
            var found = new FileInfo(Path.Join(folder, file.Path));
            if (!found.Exists)
            {
                return $"is damaged: {file.Path} is missing";
            }

            if (found.Length != file.Bytes)
            {
                return $"is damaged: {file.Path} has {found.Length} bytes instead of {file.Bytes}";
            }
        }

        return null;
    }

    private static long Bytes(BackendManifest? manifest) => manifest?.Files.Sum(file => file.Bytes) ?? 0;
}
