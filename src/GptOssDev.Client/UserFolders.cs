using GptOssDev.Platform.Files;

namespace GptOssDev.Client;

/// <summary>
/// Where everything that the product keeps for a user lies: the XDG folders, or their usual places on Windows and macOS, each
/// with <c>gptoss</c> appended. Paths only; nothing is created. Immutable.
/// </summary>
/// <param name="Cache">What can be computed again.</param>
/// <param name="Config">What the user set.</param>
/// <param name="State">Logs, sessions, counters, installed native libraries.</param>
/// <param name="Runtime">Sockets; null when the machine offers no such folder.</param>
public sealed record UserFolders(string Cache, string Config, string State, string? Runtime)
{
    private const string Product = "gptoss";

    /// <summary>Where the daemon writes its log, <c>gptossd.log</c>.</summary>
    public string Logs => Path.Join(State, "log");

    /// <summary>
    /// Installed native libraries. State rather than cache: a cleaned cache would make the daemon slow without a word, and
    /// only a command of the user's may fetch them again. They fit this machine alone, so they are not configuration.
    /// </summary>
    public string Backends => Path.Join(State, "backends");

    /// <summary>Computes the folders; touches no file.</summary>
    /// <exception cref="DaemonException">
    /// <see cref="DaemonFailure.BadEnvironment"/>: the message names the variable to set.
    /// </exception>
    public static UserFolders Resolve(ClientEnvironment environment)
    {
        var runtime = Absolute(environment, "XDG_RUNTIME_DIR");
        return new UserFolders(
            Folder(environment, "XDG_CACHE_HOME", CacheDefault),
            Folder(environment, "XDG_CONFIG_HOME", ConfigDefault),
            Folder(environment, "XDG_STATE_HOME", StateDefault),
            runtime is null ? null : Path.Join(runtime, Product)
        );
    }

    private static string Folder(
        ClientEnvironment environment,
        string variable,
        Func<ClientEnvironment, string?> usual
    ) =>
        (Absolute(environment, variable) is { } set ? Path.Join(set, Product) : usual(environment))
        ?? Missing(environment, variable);

    // The XDG specification has relative paths ignored.
    private static string? Absolute(ClientEnvironment environment, string variable) =>
        environment.Read(variable) is { } path && Path.IsPathFullyQualified(path) ? path : null;

    private static string Missing(ClientEnvironment environment, string variable)
    {
        var home = environment.Platform == HostPlatform.Windows ? "LOCALAPPDATA and APPDATA" : "HOME";
        throw new DaemonException(
            DaemonFailure.BadEnvironment,
            $"{home} is not set, so there is no folder for the user's files: set {home} or {variable} to an absolute path"
        );
    }

    private static string? CacheDefault(ClientEnvironment environment) =>
        environment.Platform switch
        {
            HostPlatform.Windows => Under(environment, "LOCALAPPDATA", Product, "cache"),
            HostPlatform.MacOS => Under(environment, "HOME", "Library/Caches", Product),
            _ => Under(environment, "HOME", ".cache", Product),
        };

    private static string? ConfigDefault(ClientEnvironment environment) =>
        environment.Platform switch
        {
            HostPlatform.Windows => Under(environment, "APPDATA", Product, ""),
            HostPlatform.MacOS => Under(environment, "HOME", "Library/Application Support", Product),
            _ => Under(environment, "HOME", ".config", Product),
        };

    private static string? StateDefault(ClientEnvironment environment) =>
        environment.Platform switch
        {
            HostPlatform.Windows => Under(environment, "LOCALAPPDATA", Product, "state"),
            HostPlatform.MacOS => Under(environment, "HOME", "Library/Application Support", Product + "/state"),
            _ => Under(environment, "HOME", ".local/state", Product),
        };

    private static string? Under(ClientEnvironment environment, string variable, string first, string second) =>
        Absolute(environment, variable) is { } root ? Path.Join(root, first, second) : null;
}
