using System.Text.Json;
using System.Text.Json.Serialization;

namespace GptOssDev.Client.Backends;

/// <summary>What an installed backend consists of; lies beside its files.</summary>
/// <param name="Package">The NuGet package it came from.</param>
/// <param name="Platform">The runtime identifier of the files.</param>
public sealed record BackendManifest(
    string Name,
    string Package,
    string Version,
    string Platform,
    IReadOnlyList<BackendFile> Files
)
{
    public const string FileName = "manifest.json";

    private const int MaxBytes = 1 << 20;

    /// <summary>Reads it from a backend's folder; null when it is missing or cannot be read as a manifest.</summary>
    public static BackendManifest? Read(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Join(folder, FileName));
            return file.Exists && file.Length <= MaxBytes
                ? JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), BackendJson.Default.BackendManifest)
                : null;
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The bytes to write. Pure.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackendJson.Default.BackendManifest);
}

/// <param name="Path">Relative to the backend's folder, with slashes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
public sealed record BackendFile(string Path, long Bytes, string Sha256);

/// <summary>Source-generated JSON of the manifest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(BackendManifest))]
internal sealed partial class BackendJson : JsonSerializerContext;
