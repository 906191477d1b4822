namespace GptOssDev.Client;

/// <summary>How the daemon is reached.</summary>
public enum EndpointKind
{
    UnixSocket,
    NamedPipe,
}
