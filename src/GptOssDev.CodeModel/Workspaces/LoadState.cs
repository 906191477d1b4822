namespace GptOssDev.CodeModel.Workspaces;

/// <summary>How much of a project is known; only a <see cref="Full"/> one can carry an accepting verdict.</summary>
public enum LoadState
{
    /// <summary>Options, sources and every reference are those of the project's own build.</summary>
    Full,

    /// <summary>Sources are bound against references that are not all the project's own: meaning is a hint.</summary>
    Loose,

    /// <summary>The project is known but was not built: its sources are parsed, meaning is a hint.</summary>
    SyntaxOnly,

    /// <summary>Nothing of the project could be read.</summary>
    Failed,
}
