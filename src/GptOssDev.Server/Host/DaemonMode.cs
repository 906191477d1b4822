namespace GptOssDev.Server.Host;

/// <summary>Whom the daemon serves and how it lives.</summary>
internal enum DaemonMode
{
    /// <summary>All clients of the user at the endpoint, in the background.</summary>
    Socket,

    /// <summary>As Socket, but bound to its terminal.</summary>
    Foreground,

    /// <summary>One client on standard input and output.</summary>
    Stdio,
}
