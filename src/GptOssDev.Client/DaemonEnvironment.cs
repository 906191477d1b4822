using System.Security.Cryptography;
using System.Text;
using GptOssDev.Platform.Files;

namespace GptOssDev.Client;

/// <summary>
/// The variables that a running daemon has from the client that started it and that change what it does for all others. The
/// daemon notes them beside its lock when it starts; a client compares them with its own. Values are kept as hashes: a
/// proxy's address may hold a password.
/// </summary>
public static class DaemonEnvironment
{
    private const string Missing = "-";
    private const string SearchPath = "PATH";

    // These decide which programs run, where packages come from and what they say.
    private static readonly string[] _names =
    [
        SearchPath,
        "DOTNET_ROOT",
        "GPTOSS_DOTNET",
        "GPTOSS_LLAMA_DIR",
        "GPTOSS_TEST_ENGINE",
        "CUDA_VISIBLE_DEVICES",
        "NUGET_PACKAGES",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "LANG",
        "LC_ALL",
        "LC_MESSAGES",
        "TMPDIR",
    ];

    /// <summary>Notes the environment of the daemon at an endpoint, for its user alone.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Write(Endpoint endpoint, ClientEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(environment);
        var lines = string.Concat(_names.Select(name => $"{name} {Hash(environment, name)}\n"));
        AtomicFile.Write(PathFor(endpoint), Encoding.UTF8.GetBytes(lines));
    }

    /// <summary>
    /// The names of the variables that have another value here than in the daemon at an endpoint; null when that daemon noted
    /// nothing that can be read.
    /// </summary>
    public static IReadOnlyList<string>? Differences(Endpoint endpoint, ClientEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(environment);
        try
        {
            var noted = File.ReadAllLines(PathFor(endpoint))
                .Select(line => line.Split(' '))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0], parts => parts[1]);
            return
            [
                .. _names.Where(name => noted.TryGetValue(name, out var value) && value != Hash(environment, name)),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string PathFor(Endpoint endpoint) => Path.ChangeExtension(endpoint.LockPath, ".environment");

    private static string Hash(ClientEnvironment environment, string name) =>
        (name == SearchPath ? Tools(environment) : environment.Read(name)) is { } value
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 12))
            : Missing;

    // Of the search path it counts which programs are found: shells, editors and git's hooks add folders of their own.
    private static string Tools(ClientEnvironment environment)
    {
        var suffix = environment.Platform == HostPlatform.Windows ? ".exe" : "";
        var folders = (environment.Read(SearchPath) ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );
        return string.Join('\n', Find(folders, "dotnet" + suffix), Find(folders, "git" + suffix));
    }

    private static string? Find(string[] folders, string program)
    {
        // Hooks find git in git's own folder first: the same program under another name.
        var found = folders
            .Where(folder => Path.IsPathFullyQualified(folder) && Path.GetFileName(folder) != "git-core")
            .Select(folder => Path.Join(folder, program))
            .FirstOrDefault(File.Exists);
        try
        {
            return found is null
                ? null
                : new FileInfo(found).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? found;
        }
        catch (IOException)
        {
            return found;
        }
    }
}
