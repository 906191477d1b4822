using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GptOssDev.Platform.Files;

namespace GptOssDev.Client;

/// <summary>
/// Where the daemon of this user and this version listens. Clients and the daemon compute it from the same environment, so
/// nothing has to be looked up. Immutable; <see cref="Resolve"/> touches no file.
/// </summary>
/// <param name="Kind">Socket or pipe.</param>
/// <param name="Address">The socket's path, or the pipe's name.</param>
/// <param name="LockPath">The file that the one running daemon holds.</param>
/// <param name="OwnsFolder">Whether the socket's folder is the product's own, to be kept private to the user.</param>
public sealed record Endpoint(EndpointKind Kind, string Address, string LockPath, bool OwnsFolder)
{
    // sockaddr_un holds 108 bytes on Linux and 104 on macOS, the final zero included.
    private const int MaxSocketPathBytes = 103;

    /// <summary>Computes the endpoint; <c>GPTOSS_ENDPOINT</c> overrides it.</summary>
    /// <exception cref="DaemonException"><see cref="DaemonFailure.BadEnvironment"/>: the message says what to set.</exception>
    public static Endpoint Resolve(ClientEnvironment environment, string version)
    {
        var given = environment.Read("GPTOSS_ENDPOINT");
        if (environment.Platform == HostPlatform.Windows)
        {
            return Pipe(environment, given, version);
        }
        if (given is not null)
        {
            return Given(given);
        }
        var folder = Runtime(environment);
        var path = Path.Join(folder, $"gptossd-{version}.sock");
        if (Fits(path))
        {
            return Socket(path);
        }
        var shortened = Path.Join(TempFolder(environment), Hash(path) + ".sock");
        if (Fits(shortened))
        {
            return Socket(shortened);
        }
        throw new DaemonException(
            DaemonFailure.BadEnvironment,
            $"{path} is too long for a socket: set XDG_RUNTIME_DIR or TMPDIR to a shorter path"
        );
    }

    private static Endpoint Given(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new DaemonException(
                DaemonFailure.BadEnvironment,
                $"GPTOSS_ENDPOINT is {path}: set it to an absolute path"
            );
        }
        if (!Fits(path))
        {
            throw new DaemonException(
                DaemonFailure.BadEnvironment,
                $"GPTOSS_ENDPOINT is {path}, which is too long for a socket: set it to a shorter path"
            );
        }
        return new Endpoint(EndpointKind.UnixSocket, path, path + ".lock", OwnsFolder: false);
    }

    private static Endpoint Socket(string path) =>
        new(EndpointKind.UnixSocket, path, Path.ChangeExtension(path, ".lock"), OwnsFolder: true);

    private static Endpoint Pipe(ClientEnvironment environment, string? given, string version)
    {
        const string Prefix = @"\\.\pipe\";
        var name = given ?? "gptoss-" + Hash(environment.UserName + "\n" + version);
        if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            name = name[Prefix.Length..];
        }
        var state = UserFolders.Resolve(environment).State;
        return new Endpoint(EndpointKind.NamedPipe, name, Path.Join(state, Hash(name) + ".lock"), OwnsFolder: true);
    }

    private static string Runtime(ClientEnvironment environment)
    {
        if (environment.Read("XDG_RUNTIME_DIR") is { } runtime && Path.IsPathFullyQualified(runtime))
        {
            return Path.Join(runtime, "gptoss");
        }
        var hasState = environment.Read("XDG_STATE_HOME") is { } state && Path.IsPathFullyQualified(state);
        var hasHome = environment.Read("HOME") is { } home && Path.IsPathFullyQualified(home);
        return hasState || hasHome ? Path.Join(UserFolders.Resolve(environment).State, "run") : TempFolder(environment);
    }

    private static string TempFolder(ClientEnvironment environment) =>
        Path.Join(environment.TempFolder, "gptoss-" + Hash(environment.UserName)[..8]);

    private static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= MaxSocketPathBytes;

    private static string Hash(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    public override string ToString() =>
        Kind == EndpointKind.UnixSocket ? Address : string.Create(CultureInfo.InvariantCulture, $@"\\.\pipe\{Address}");
}
