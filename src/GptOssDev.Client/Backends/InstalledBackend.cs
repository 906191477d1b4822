namespace GptOssDev.Client.Backends;

/// <summary>A backend in the user's folder.</summary>
/// <param name="Folder">Holds the manifest; the libraries lie in <see cref="NativeFolder"/>.</param>
/// <param name="Bytes">Size of all files that the manifest lists.</param>
/// <param name="Problem">Why it cannot be used, without the backend's name; null when it is whole.</param>
public sealed record InstalledBackend(Backend Backend, string Version, string Folder, long Bytes, string? Problem)
{
    /// <summary>The root of the libraries, laid out as in the program's <c>runtimes/RID/native</c>.</summary>
    public string NativeFolder => Path.Join(Folder, BackendStore.NativeName);
}
