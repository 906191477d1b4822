namespace GptOssDev.Changes.Git;

/// <summary>What git keeps under a path, by the octal modes of its documentation.</summary>
public enum GitMode
{
    /// <summary>There is nothing under the path.</summary>
    None,
    File,
    Executable,
    SymbolicLink,
    Submodule,
    Other,
}
