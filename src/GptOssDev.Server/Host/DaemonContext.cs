using GptOssDev.Client;
using GptOssDev.Server.Logging;

namespace GptOssDev.Server.Host;

/// <summary>What the frame gives to the composition: everything that does not depend on the features.</summary>
/// <param name="Address">Where clients reach the daemon, for people to read.</param>
internal sealed record DaemonContext(
    ClientEnvironment Environment,
    UserFolders Folders,
    string Address,
    DaemonLog Log,
    Activity Activity,
    ShutdownSignal Stop,
    TimeProvider Time
);
