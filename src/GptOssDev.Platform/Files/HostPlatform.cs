namespace GptOssDev.Platform.Files;

/// <summary>The kinds of machine whose folders and sockets differ.</summary>
public enum HostPlatform
{
    Linux,
    MacOS,
    Windows,
}
