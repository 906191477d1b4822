namespace GptOssDev.Server.Rpc;

/// <summary>How a method takes its turn among the others of its connection.</summary>
internal enum RequestMode
{
    /// <summary>Reads a snapshot taken in its turn; reads run side by side.</summary>
    ReadOnly,

    /// <summary>Changes the state: starts in its turn, and nothing behind it starts before it has ended.</summary>
    ReadWrite,

    /// <summary>As ReadOnly, but only when nothing else waits, and few at a time.</summary>
    Background,

    /// <summary>Answers at once, whatever else runs.</summary>
    OutOfBand,
}
