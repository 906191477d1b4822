namespace GptOssDev.Server;

/// <summary>Why the server itself could not do what was asked.</summary>
internal enum ServerFailure
{
    /// <summary>A bound was reached.</summary>
    Busy,

    /// <summary>The params do not fit the method.</summary>
    BadParams,

    /// <summary>The endpoint cannot be used.</summary>
    Endpoint,
}
