namespace GptOssDev.Tests.Bench.Soak;

/// <summary>How a request ended.</summary>
internal enum SoakOutcome
{
    /// <summary>Its result came.</summary>
    Complete,

    /// <summary>The daemon said why there is none, in a code made for that.</summary>
    Refused,

    /// <summary>Its client cancelled it, and the daemon said so.</summary>
    Cancelled,

    /// <summary>Its client went away without a word.</summary>
    ClientDied,

    /// <summary>Neither: no reply, a connection that broke by itself, an internal error.</summary>
    Lost,
}
