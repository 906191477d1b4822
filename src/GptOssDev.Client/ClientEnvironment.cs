using GptOssDev.Platform.Files;

namespace GptOssDev.Client;

/// <summary>
/// What folders and endpoints are computed from. Immutable; a test passes its own, a program
/// <see cref="Current"/>.
/// </summary>
public sealed record ClientEnvironment
{
    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required HostPlatform Platform { get; init; }

    /// <summary>The folder for temporary files.</summary>
    public required string TempFolder { get; init; }

    public required string UserName { get; init; }

    /// <summary>The environment of this process.</summary>
    public static ClientEnvironment Current() =>
        new()
        {
            Variable = Environment.GetEnvironmentVariable,
            Platform =
                OperatingSystem.IsWindows() ? HostPlatform.Windows
                : OperatingSystem.IsMacOS() ? HostPlatform.MacOS
                : HostPlatform.Linux,
            TempFolder = Path.GetTempPath(),
            UserName = Environment.UserName,
        };

    /// <summary>The variable's value; null when it is not set or empty.</summary>
    public string? Read(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}
