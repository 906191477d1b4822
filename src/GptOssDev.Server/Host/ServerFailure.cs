namespace GptOssDev.Server.Host;

/// <summary>Why the server itself could not do what was asked.</summary>
internal enum ServerFailure
{
    /// <summary>A bound was reached.</summary>
    Busy,

    /// <summary>The params do not fit the method.</summary>
    BadParams,

    /// <summary>The document is not the one that the client spoke of.</summary>
    ContentModified,

    /// <summary>The user cancelled it by its progress.</summary>
    Cancelled,

    /// <summary>The script of the tests' engine cannot be used.</summary>
    Script,

    /// <summary>The endpoint cannot be used.</summary>
    Endpoint,
}
