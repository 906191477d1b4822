namespace GptOssDev.Client;

/// <summary>Why a call to the daemon failed.</summary>
public enum DaemonFailure
{
    /// <summary>The environment names no usable folder or endpoint.</summary>
    BadEnvironment,

    /// <summary>The endpoint belongs to another user, so nothing was sent to it.</summary>
    ForeignOwner,

    /// <summary>No daemon runs and none was to be started.</summary>
    NotRunning,

    /// <summary>The daemon's program is not there.</summary>
    ProgramMissing,

    /// <summary>The daemon was started and ended with a failure.</summary>
    StartFailed,

    /// <summary>The daemon was started and did not answer in time.</summary>
    StartTimedOut,

    /// <summary>The daemon went away during a call.</summary>
    ConnectionLost,

    /// <summary>The daemon answered with an error; its code tells which.</summary>
    Answered,
}
