namespace GptOssDev.Client.Backends;

/// <summary>The native libraries that come with the program.</summary>
/// <param name="Root">Their folder; null when there is none.</param>
public sealed record BundledBackends(string? Root, IReadOnlyList<Backend> Backends)
{
    public bool Has(Backend backend) => Backends.Contains(backend);

    /// <summary>Looks into a program's folder.</summary>
    public static BundledBackends Find(string programFolder, BackendPlatform platform)
    {
        var root = Path.Join(programFolder, "runtimes", platform.Rid, "native");
        if (!Directory.Exists(root))
        {
            return new(null, []);
        }

        return new(
            root,
            [.. Backend.All.Where(one => one == Backend.Cpu || Directory.Exists(Path.Join(root, one.Name)))]
        );
    }
}
